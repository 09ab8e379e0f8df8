import { problem, refusal, Service, SILENCE, somebody } from "@/testing/service";
import { type DoorAnswer, type Doorbox, type Kept, openDoorbox, waits } from "./doorOutbox";
import { unsentBy } from "./unsent";
import { eraseProfile, type OpenProfile, readOfDevice, writeOfDevice } from "./vault";

type Sent = { occurrenceId: string; marks: { id: string }[]; requestId: string };

let profile: OpenProfile;
const opened: Doorbox[] = [];

beforeEach(async () => {
  await writeOfDevice("door", {});
  profile = await somebody("staff");
});
afterEach(() => {
  for (const box of opened.splice(0)) box.close();
  jest.restoreAllMocks();
});

async function tab(
  onAnswer: (date: string, answer: DoorAnswer) => void = () => {},
  of = profile,
): Promise<Doorbox> {
  const box = await openDoorbox(of, onAnswer);
  opened.push(box);
  return box;
}

function mark(id: string, occurrenceId = "d1"): Kept {
  const nobody = { answerId: null, visitorId: `of-${id}`, openAnswerId: null, undoes: null };
  const said = {
    id,
    guestClass: "RELATIVE" as const,
    adults: 1,
    children: 0,
    markedAt: "2026-11-24T20:00:00Z",
  };
  return { as: "mark", id, occurrenceId, mark: { ...nobody, ...said } };
}

const count = (id: string): Kept => ({
  as: "count",
  id,
  occurrenceId: "d1",
  guestClass: "PUBLIC",
  adults: 9,
  children: 2,
  countedAt: "2026-11-24T21:00:00Z",
});
const part = (id: string): Kept => ({
  as: "part",
  id,
  occurrenceId: "d1",
  inmateId: "i1",
  minutes: 90,
  markedAt: "2026-11-24T20:00:00Z",
});

/** A door that takes everything but what is said to be faulty. */
function door(faulty: readonly string[] = [], code = "BAD_INPUT") {
  const taken: string[] = [];
  return {
    taken,
    MarkDoor: ({ marks }: Sent) => {
      if (marks.some(({ id }) => faulty.includes(id))) return { markDoor: problem(code, "No vale.") };
      taken.push(...marks.map(({ id }) => id).filter((id) => !taken.includes(id)));
      return { markDoor: { __typename: "DoorList", id: "d1", marks: taken.map((id) => ({ id })) } };
    },
  };
}

const keep = async (box: Doorbox, ...items: Kept[]) => {
  await box.keep(() => items);
  await box.flush();
};
const state = (box: Doorbox) =>
  box.kept().map((each) => `${each.id} ${waits(each) ? "waits" : (each.refused?.message ?? "sent")}`);
const ids = (sent: unknown) => (sent as Sent).marks.map(({ id }) => id);

test("marks without signal wait, outlive the app and the session, and are sent in order, each once", async () => {
  const service = new Service({ MarkDoor: SILENCE });
  const box = await tab();
  await keep(box, mark("m1"), mark("m2"));
  await keep(box, mark("m3"));
  expect(await unsentBy(profile)).toBe(3);
  const raw = JSON.stringify(await readOfDevice("door"));
  expect(raw).toContain("m3");

  const again = await tab();
  expect(state(again)).toEqual(["m1 waits", "m2 waits", "m3 waits"]);
  const { taken, MarkDoor } = door();
  service.say("MarkDoor", MarkDoor);
  await Promise.all([again.flush(), box.flush()]);

  expect(taken).toEqual(["m1", "m2", "m3"]);
  expect(service.sent("MarkDoor").at(-1)).toMatchObject({ occurrenceId: "d1" });
  expect(await unsentBy(profile)).toBe(0);
});

test("an answer that was lost is asked for again under the same ids", async () => {
  const { taken, MarkDoor } = door();
  const service = new Service({
    MarkDoor: (sent: Sent) => {
      MarkDoor(sent);
      return SILENCE;
    },
  });
  const box = await tab();
  await keep(box, mark("m1"));
  expect(state(box)).toEqual(["m1 waits"]);

  service.say("MarkDoor", MarkDoor);
  await box.flush();

  expect(taken).toEqual(["m1"]);
  const [first, second] = service.sent("MarkDoor");
  expect(ids(first)).toEqual(ids(second));
  expect(state(box)).toEqual(["m1 sent"]);
});

test("the list that comes back is told before what was sent is settled", async () => {
  const { MarkDoor } = door();
  new Service({ MarkDoor });
  const seen: string[][] = [];
  const box = await tab((date, answer) => {
    if ("list" in answer) seen.push([date, ...answer.list.marks.map(({ id }) => id), ...state(box)]);
  });
  await keep(box, mark("m1"));
  expect(seen).toEqual([["d1", "m1", "m1 waits"]]);
});

test("what was sent is remembered for a moment, and then forgotten", async () => {
  new Service({ MarkDoor: door().MarkDoor });
  const box = await tab();
  await keep(box, mark("m1"));
  expect(state(box)).toEqual(["m1 sent"]);

  const now = Date.now();
  jest.spyOn(Date, "now").mockReturnValue(now + 121_000);
  expect(state(await tab())).toEqual([]);
});

test("one that is at fault is found, shown with its reason, and the others go their way", async () => {
  const { taken, MarkDoor } = door(["m5"]);
  new Service({ MarkDoor });
  const box = await tab();
  const all = Array.from({ length: 20 }, (_, index) => mark(`m${index}`));
  await keep(box, ...all);

  expect(taken).toHaveLength(19);
  expect(state(box).filter((each) => !each.endsWith("sent"))).toEqual(["m5 No vale."]);
});

test.each(["NOT_FOUND", "DOOR_CLOSED", "NOT_ALLOWED"])(
  "a date that is refused with %s keeps its marks with the reason, and other dates are sent",
  async (code) => {
    const { taken, MarkDoor } = door();
    const service = new Service({
      MarkDoor: (sent: Sent) =>
        sent.occurrenceId === "d1" ? { markDoor: problem(code, "Ya no está a su cargo.") } : MarkDoor(sent),
    });
    const box = await tab();
    await keep(box, mark("m1"), mark("x1", "d2"), mark("m2"));

    expect(state(box)).toEqual(["m1 Ya no está a su cargo.", "x1 sent", "m2 Ya no está a su cargo."]);
    expect(taken).toEqual(["x1"]);
    expect(service.sent("MarkDoor").filter((each) => (each as Sent).occurrenceId === "d1")).toHaveLength(1);
    // Nothing of it is sent by itself again.
    await box.flush();
    expect(service.sent("MarkDoor")).toHaveLength(2);

    service.say("MarkDoor", MarkDoor);
    await box.again(["m1"]);
    expect(taken).toEqual(["x1", "m1"]);
    await box.drop(["m2"]);
    expect(state(box)).toEqual(["m1 sent", "x1 sent"]);
  },
);

test("a refusal of the request itself is kept with its reason, one of the session waits", async () => {
  const service = new Service({ MarkDoor: refusal("SESSION_ENDED") });
  const box = await tab();
  await keep(box, mark("m1"));
  expect(state(box)).toEqual(["m1 waits"]);

  service.say("MarkDoor", refusal("NOT_ALLOWED", "No le toca."));
  await box.flush();
  expect(state(box)).toEqual(["m1 No le toca."]);
});

test("a count goes out under its own id as often as it takes; a part goes with what the sheet needs", async () => {
  const service = new Service({ CountDoor: SILENCE, MarkParts: SILENCE });
  const box = await tab();
  await keep(box, count("k1"), part("p1"));
  service.say("CountDoor", { countDoor: { __typename: "DoorList", id: "d1", marks: [] } });
  service.say("MarkParts", { markParts: { __typename: "PartSheet", id: "d1", people: [] } });
  await box.flush();

  expect(service.sent("CountDoor").map((each) => each.requestId)).toEqual(["k1", "k1"]);
  expect(service.sent("CountDoor")[1]).toMatchObject({ adults: 9, countedAt: "2026-11-24T21:00:00Z" });
  expect(service.sent("MarkParts")[0]).toMatchObject({
    marks: [{ id: "p1", inmateId: "i1", minutes: 90, markedAt: "2026-11-24T20:00:00Z" }],
  });
  expect(box.kept()).toEqual([]);
});

test("more than the service takes at once goes in several requests", async () => {
  const { taken, MarkDoor } = door();
  const service = new Service({ MarkDoor });
  const box = await tab();
  await keep(box, ...Array.from({ length: 1200 }, (_, index) => mark(`m${index}`)));

  expect(service.sent("MarkDoor").map((each) => ids(each).length)).toEqual([500, 500, 200]);
  expect(taken).toHaveLength(1200);
});

test("what is kept at that moment decides: two taps at once make one mark", async () => {
  new Service({ MarkDoor: SILENCE });
  const box = await tab();
  const once = (kept: readonly Kept[]) => (kept.length === 0 ? [mark(`m${kept.length}`)] : []);
  await Promise.all([box.keep(once), box.keep(once)]);
  expect(state(box)).toEqual(["m0 waits"]);
});

test("somebody else on the same phone sees nothing of it, and leaving erases none of it", async () => {
  new Service({ MarkDoor: SILENCE });
  await keep(await tab(), mark("m1"));
  const other = await somebody("staff");
  await other.write("device", "another-device");
  const theirs = await tab(() => {}, other);
  expect(state(theirs)).toEqual([]);
  await keep(theirs, mark("x1"));
  expect(state(theirs)).toEqual(["x1 waits"]);

  await eraseProfile(profile.id);
  expect(JSON.stringify(await readOfDevice("door"))).toContain("m1");
});
