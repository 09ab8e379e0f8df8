import { screen, userEvent } from "@testing-library/react-native";
import { useState } from "react";
import { Pressable, Text } from "react-native";
import { problem, Service, SILENCE, show } from "@/testing/service";
import { useAct } from "./acts";
import { CancelVisit } from "./gen/documents";

const CANCELLED = { cancelVisit: { __typename: "Booking", id: "b1", state: "CANCELLED" } };

function Cancelling() {
  const [booking, setBooking] = useState("b1");
  const cancel = useAct(CancelVisit);
  const [done, setDone] = useState(0);
  const outcome = cancel.problem?.message ?? (cancel.unanswered ? "unanswered" : "");
  return (
    <>
      <Pressable
        onPress={() => void cancel.run({ bookingId: booking }).then((answer) => answer && setDone(done + 1))}
      >
        <Text>cancel</Text>
      </Pressable>
      <Pressable onPress={() => setBooking("b2")}>
        <Text>another</Text>
      </Pressable>
      <Text>{`done ${done} ${outcome}`}</Text>
    </>
  );
}

const press = (words: string) => userEvent.press(screen.getByText(words));
const ids = (service: Service) => service.sent("CancelVisit").map((each) => each.requestId);

test("an act that nobody answered is tried again under the same request id", async () => {
  const service = new Service({ CancelVisit: SILENCE });
  const { leave } = await show(<Cancelling />);
  await press("cancel");
  await screen.findByText("done 0 unanswered");

  service.say("CancelVisit", CANCELLED);
  await press("cancel");

  await screen.findByText("done 1 ");
  expect(new Set(ids(service)).size).toBe(1);
  leave();
});

test("another wish gets another request id, even when the one before was never answered", async () => {
  const service = new Service({ CancelVisit: SILENCE });
  const { leave } = await show(<Cancelling />);
  await press("cancel");
  await screen.findByText("done 0 unanswered");
  await press("another");
  await press("cancel");
  await screen.findByText("done 0 unanswered");

  expect(new Set(ids(service)).size).toBe(2);
  leave();
});

test("a refusal is an answer: the next tap is a new request", async () => {
  const service = new Service({
    CancelVisit: { cancelVisit: problem("ALREADY_CANCELLED", "Ya estaba cancelada.") },
  });
  const { leave } = await show(<Cancelling />);
  await press("cancel");
  await screen.findByText("done 0 Ya estaba cancelada.");
  service.say("CancelVisit", CANCELLED);
  await press("cancel");
  await screen.findByText("done 1 ");

  expect(new Set(ids(service)).size).toBe(2);
  leave();
});

test("a second tap while the first is on its way sends nothing", async () => {
  let answer: (said: unknown) => void = () => {};
  const service = new Service({
    CancelVisit: () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  });
  const { leave } = await show(<Cancelling />);
  await press("cancel");
  await press("cancel");
  expect(ids(service)).toHaveLength(1);

  answer(CANCELLED);
  await screen.findByText("done 1 ");
  leave();
});
