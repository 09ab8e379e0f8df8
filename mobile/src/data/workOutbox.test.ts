import { misunderstood, problem, refusal, Service, SILENCE, somebody } from "@/testing/service";
import { admit, newcomer } from "./session";
import { eraseProfile, type OpenProfile, readOfDevice, writeOfDevice } from "./vault";
import { type NewRow, needsLook, openWorkbox, type Workbox, waits } from "./workOutbox";

type Sent = { establishmentId: string; records: { id: string; enrolmentId: string; minutes: number }[] };

let profile: OpenProfile;
const opened: Workbox[] = [];

beforeEach(async () => {
  await writeOfDevice("work", {});
  profile = await somebody("staff");
});
afterEach(() => {
  for (const box of opened.splice(0)) box.close();
});

async function tab(of = profile, onAnswer = () => {}): Promise<Workbox> {
  const box = await openWorkbox(of, onAnswer);
  opened.push(box);
  return box;
}

async function record(box: Workbox, rows: NewRow[]): Promise<void> {
  await box.keep(rows);
  await box.flush();
}

function row(enrolmentId: string, minutes = 480, establishmentId = "lurigancho"): NewRow {
  const workedOn = "2026-03-02";
  const hours = { beginsAt: "2026-03-02T13:00:00Z", endsAt: "2026-03-02T21:00:00Z" };
  return {
    establishmentId,
    workshopId: "w1",
    work: [],
    said: { enrolmentId, workedOn, shift: 1, minutes, ...hours },
  };
}

const many = (count: number) => Array.from({ length: count }, (_, index) => row(`e${index}`));

/** A service that takes each shift once, knows it again, and shows rivals. */
function workshop() {
  const standing = new Map<string, { id: string; minutes: number }>();
  const take = ({ records }: Sent) => {
    const rows = records.map(({ id, enrolmentId, minutes }) => {
      const before = standing.get(enrolmentId);
      if (!before) {
        standing.set(enrolmentId, { id, minutes });
        return { __typename: "RowRecorded", id, countableMinutes: minutes, notCounted: null, flags: [] };
      }
      return before.minutes === minutes
        ? { __typename: "RowKnown", id, recordId: before.id }
        : { __typename: "RowConflict", id, stands: null };
    });
    return { recordWork: { __typename: "BatchRecorded", rows } };
  };
  return { standing, take };
}

const sizes = (service: Service) => service.sent("RecordWork").map((each) => (each as Sent).records.length);
const outcomes = (box: Workbox) => box.rows().map((each) => each.answer?.__typename ?? "waits");

test("shifts without signal wait, survive a reload, and are each recorded once", async () => {
  const { standing, take } = workshop();
  const service = new Service({ RecordWork: SILENCE });
  await record(await tab(), [row("e1"), row("e2")]);

  const reloaded = await tab();
  expect(outcomes(reloaded)).toEqual(["waits", "waits"]);
  service.say("RecordWork", take);
  await reloaded.flush();
  await reloaded.flush();

  expect(outcomes(reloaded)).toEqual(["RowRecorded", "RowRecorded"]);
  expect(standing.size).toBe(2);
  expect(sizes(service)).toEqual([2, 2]);
});

test("shifts are kept before they are sent", async () => {
  const kept: unknown[] = [];
  const { take } = workshop();
  new Service({
    RecordWork: async (sent: Sent) => {
      const boxes = (await readOfDevice<Record<string, { rows: unknown[] }>>("work")) ?? {};
      kept.push(Object.values(boxes)[0]?.rows.length);
      return take(sent);
    },
  });
  await record(await tab(), many(3));

  expect(kept).toEqual([3]);
});

test("an answer that was lost is asked for again under the same ids", async () => {
  const { standing, take } = workshop();
  const service = new Service({
    RecordWork: (sent: Sent) => {
      take(sent);
      return SILENCE;
    },
  });
  const box = await tab();
  await record(box, many(2));
  expect(outcomes(box)).toEqual(["waits", "waits"]);

  service.say("RecordWork", take);
  await box.flush();

  expect(outcomes(box)).toEqual(["RowKnown", "RowKnown"]);
  const ids = service.sent("RecordWork").map((each) => (each as Sent).records.map(({ id }) => id));
  expect(ids[0]).toEqual(ids[1]);
  expect([...standing.values()].map(({ id }) => id)).toEqual(ids[0]);
});

test("a bad line gets smaller batches, a good one larger ones, and none is left", async () => {
  const { standing, take } = workshop();
  const service = new Service({ RecordWork: SILENCE });
  const box = await tab();
  await record(box, many(400));
  for (let tries = 0; tries < 4; tries += 1) await box.flush();
  expect(sizes(service)).toEqual([50, 25, 12, 6, 5]);

  service.asked.length = 0;
  service.say("RecordWork", take);
  await box.flush();

  expect(sizes(service)).toEqual([5, 10, 20, 40, 80, 160, 85]);
  expect(standing.size).toBe(400);
  expect(box.rows().filter(waits)).toEqual([]);
});

test("while every answer is lost each shift goes out all the same, and is there once when one arrives", async () => {
  const { standing, take } = workshop();
  const service = new Service({
    RecordWork: (sent: Sent) => {
      take(sent);
      return SILENCE;
    },
  });
  const box = await tab();
  await record(box, many(120));
  // 50, 25, 12, 6 and then fives.
  for (let tries = 0; tries < 8; tries += 1) await box.flush();
  expect(standing.size).toBe(118);
  await box.flush();
  expect(standing.size).toBe(120);
  expect(box.rows().filter(waits)).toHaveLength(120);
  const ids = new Set([...standing.values()].map(({ id }) => id));

  service.say("RecordWork", take);
  await box.flush();
  expect(outcomes(box)).toEqual(Array(120).fill("RowKnown"));
  expect(new Set([...standing.values()].map(({ id }) => id))).toEqual(ids);
});

test("two shifts of one person and day are two, and the first of them is said anew without touching the other", async () => {
  const service = new Service({ RecordWork: SILENCE });
  const box = await tab();
  const evening = { ...row("e1", 120), said: { ...row("e1", 120).said, shift: 2 } };
  await record(box, [row("e1"), evening]);
  const [, second] = box.rows();
  await record(box, [row("e1", 420)]);

  expect(box.rows().map(({ said }) => [said.shift, said.minutes])).toEqual([
    [2, 120],
    [1, 420],
  ]);
  expect(box.rows()[0]).toEqual(second);
  expect((service.sent("RecordWork").at(-1) as Sent).records).toHaveLength(2);
});

test("two tabs that wake up together send each shift once", async () => {
  const { take } = workshop();
  const service = new Service({ RecordWork: SILENCE });
  const [first, second] = [await tab(), await tab()];
  await record(first, many(2));
  service.asked.length = 0;
  service.say("RecordWork", take);
  await Promise.all([first.flush(), second.flush()]);

  expect(sizes(service)).toEqual([2]);
  expect(outcomes(second)).toEqual(["RowRecorded", "RowRecorded"]);
});

test("of a batch that is partly refused the rest is recorded, and the refused row says why until it is mended", async () => {
  const { take } = workshop();
  const refused = {
    __typename: "RowRefused",
    reason: "NOT_INSIDE",
    message: "Ese día no estaba.",
    field: null,
  };
  const service = new Service({
    RecordWork: (sent: Sent) => {
      const [first, ...others] = sent.records;
      const taken = take({ ...sent, records: others });
      taken.recordWork.rows.unshift({ ...refused, id: first?.id } as never);
      return taken;
    },
  });
  const box = await tab();
  await record(box, many(3));
  expect(outcomes(box)).toEqual(["RowRefused", "RowRecorded", "RowRecorded"]);
  expect(box.rows().filter(needsLook)).toHaveLength(1);
  const before = box.rows()[0]?.said.id;

  service.say("RecordWork", take);
  await record(box, [row("e0", 60)]);

  expect(outcomes(box)).toEqual(["RowRecorded", "RowRecorded", "RowRecorded"]);
  expect((service.sent("RecordWork").at(-1) as Sent).records).toMatchObject([
    { enrolmentId: "e0", minutes: 60 },
  ]);
  expect((service.sent("RecordWork").at(-1) as Sent).records[0]?.id).not.toBe(before);
});

test("a row that cannot be read is found by halves, and the others are recorded", async () => {
  const { standing, take } = workshop();
  new Service({
    RecordWork: (sent: Sent) =>
      sent.records.some((each) => each.enrolmentId === "e7") ? misunderstood("BAD_INPUT", "bad") : take(sent),
  });
  const box = await tab();
  await record(box, many(20));

  expect(standing.size).toBe(19);
  expect(box.rows().filter(needsLook)).toMatchObject([{ said: { enrolmentId: "e7" } }]);
  expect(box.rows().filter(waits)).toEqual([]);
});

test("whoever may record no more is told so, and nothing is lost", async () => {
  const { take } = workshop();
  const service = new Service({ RecordWork: { recordWork: problem("NOT_ALLOWED", "Ya no puede anotar.") } });
  const box = await tab();
  await record(box, many(2));
  expect(box.trouble()?.message).toBe("Ya no puede anotar.");
  expect(outcomes(box)).toEqual(["waits", "waits"]);

  service.say("RecordWork", take);
  await box.flush();
  expect(box.trouble()).toBeUndefined();
  expect(outcomes(box)).toEqual(["RowRecorded", "RowRecorded"]);
});

test("a shift said anew while it waits keeps its id; said anew on its way, the later words wait", async () => {
  const { take } = workshop();
  const service = new Service({ RecordWork: SILENCE });
  const box = await tab();
  await record(box, [row("e1", 480)]);
  const id = box.rows()[0]?.said.id;
  await record(box, [row("e1", 420)]);
  expect(box.rows()).toMatchObject([{ said: { id, minutes: 420 } }]);

  let changing: Promise<void> | undefined;
  service.say("RecordWork", async (sent: Sent) => {
    changing ??= record(box, [row("e1", 300)]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    return take(sent);
  });
  await box.flush();
  await changing;

  // The first words arrived; the later ones are a rival of them, which the service shows and somebody settles.
  expect(outcomes(box)).toEqual(["RowConflict"]);
  expect(box.rows()).toMatchObject([{ said: { id, minutes: 300 } }]);
});

test("what is recorded is not written over", async () => {
  const { take } = workshop();
  const service = new Service({ RecordWork: take });
  const box = await tab();
  await record(box, [row("e1")]);
  await record(box, [row("e1", 60)]);

  expect(box.rows()).toMatchObject([{ said: { minutes: 480 }, answer: { __typename: "RowRecorded" } }]);
  expect(service.sent("RecordWork")).toHaveLength(1);
});

test("a shift that is not over by the clock of the service waits until it is", async () => {
  const { take } = workshop();
  const service = new Service({ RecordWork: take, Me: { me: {} } });
  const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
  const said = { ...row("e1").said, beginsAt: at(-60), endsAt: at(60) };
  const box = await tab();
  await record(box, [{ ...row("e1"), said }]);
  expect(service.sent("RecordWork")).toEqual([]);

  // The phone's clock was behind.
  service.ahead = 2 * 3600_000;
  await record(box, [row("e2")]);
  await box.flush();
  expect(outcomes(box)).toEqual(["RowRecorded", "RowRecorded"]);
  service.ahead = 0;
  await record(box, [row("e3")]);
});

test("a session that ended takes nothing unsent with it: the same person finds it, and nobody else", async () => {
  const { standing, take } = workshop();
  const service = new Service({ RecordWork: refusal("SESSION_ENDED") });
  const before = await tab();
  await record(before, many(2));
  before.close();
  await eraseProfile(profile.id);

  const enter = async (device: string) => {
    const { profile: next } = await newcomer("staff", "Personal");
    await admit(next, { accessToken: "a", refreshToken: "r" }, device);
    return tab(next);
  };
  expect((await enter("another device secret")).rows()).toEqual([]);
  service.say("RecordWork", take);
  const again = await enter("device");
  expect(again.rows()).toHaveLength(2);
  await again.flush();

  expect(standing.size).toBe(2);
});

test("shifts of two places go in batches of their own", async () => {
  const { take } = workshop();
  const service = new Service({ RecordWork: take });
  await record(await tab(), [row("e1"), row("e2", 480, "huaraz"), row("e3")]);

  expect(
    service.sent("RecordWork").map((each) => [each.establishmentId, (each as Sent).records.length]),
  ).toEqual([
    ["lurigancho", 2],
    ["huaraz", 1],
  ]);
});

test("a row that was read or settled is dropped, in every tab", async () => {
  const { take } = workshop();
  new Service({ RecordWork: take });
  const box = await tab();
  await record(box, many(2));
  await box.drop([box.rows()[0]?.said.id ?? ""]);

  expect((await tab()).rows()).toHaveLength(1);
});
