import { screen } from "@testing-library/react-native";
import { Text } from "react-native";
import { Service, show, somebody, UNCHANGED } from "@/testing/service";
import { MyNotices } from "./gen/documents";
import { useRead } from "./reads";

const NOTICES = { myNotices: { nodes: [{ id: "n1", message: "Su visita sigue en pie." }] } };

function Notices({ keep }: { keep: boolean }) {
  const read = useRead(MyNotices, {}, { keep });
  return <Text>{read.data?.myNotices.nodes[0]?.message ?? "nothing"}</Text>;
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 500));

test("what is kept is asked about by its tag, and an unchanged answer is shown again", async () => {
  const service = new Service({ MyNotices: NOTICES });
  const first = await show(<Notices keep />);
  await screen.findByText("Su visita sigue en pie.");
  await settled();
  first.leave();

  service.say("MyNotices", UNCHANGED);
  const later = jest.spyOn(Date, "now").mockReturnValue(Date.now() + 60_000);
  const second = await show(<Notices keep />, first.profile);

  expect(await screen.findByText("Su visita sigue en pie.")).toBeTruthy();
  expect(service.asked.map((each) => each.etag)).toEqual([undefined, '"MyNotices"']);
  later.mockRestore();
  second.leave();
});

test("what is not to be kept is gone when the phone is put away", async () => {
  const service = new Service({ MyNotices: NOTICES });
  const first = await show(<Notices keep={false} />);
  await screen.findByText("Su visita sigue en pie.");
  await settled();
  first.leave();

  expect(await first.profile.read("reads")).toBeUndefined();
  await show(<Notices keep={false} />, first.profile).then((second) => second.leave());
  expect(service.asked.at(-1)?.etag).toBeUndefined();
});

test("what one profile keeps no other one reads", async () => {
  new Service({ MyNotices: NOTICES });
  const first = await show(<Notices keep />);
  await screen.findByText("Su visita sigue en pie.");
  await settled();
  first.leave();

  const other = await somebody();
  expect(await other.read("reads")).toBeUndefined();
});
