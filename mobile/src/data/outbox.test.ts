import { problem, refusal, Service, SILENCE, somebody } from "@/testing/service";
import { type Outbox, openOutbox, type Wish } from "./outbox";
import type { OpenProfile } from "./vault";

const WISH = {
  requestId: "11111111-1111-4111-8111-111111111111",
  document: "BookVisit",
  variables: { slotId: "slot", inmateId: "inmate", visitorIds: ["maria"] },
  about: { words: "Visita del sábado" },
};
const BOOKED = { bookVisit: { __typename: "Booking", id: "b1", reference: "K7MP3QX9" } };

let profile: OpenProfile;
const opened: Outbox[] = [];

beforeEach(async () => {
  profile = await somebody();
});
afterEach(() => {
  for (const outbox of opened.splice(0)) outbox.close();
});

async function tab(told: Wish[] = []): Promise<Outbox> {
  const outbox = await openOutbox(profile, (wish) => told.push(wish));
  opened.push(outbox);
  return outbox;
}

test("a wish without signal waits, survives a reload, and is sent once when somebody answers", async () => {
  const service = new Service({ BookVisit: SILENCE });
  await (await tab()).add(WISH);

  const reloaded = await tab();
  expect(reloaded.wishes().map((each) => each.state)).toEqual(["waiting"]);

  service.say("BookVisit", BOOKED);
  await reloaded.flush();
  await reloaded.flush();

  expect(reloaded.wishes().map((each) => each.state)).toEqual(["done"]);
  expect(service.sent("BookVisit")).toEqual(Array(2).fill({ ...WISH.variables, requestId: WISH.requestId }));
});

test("a wish is kept before it is sent", async () => {
  const keptWhenSent: unknown[] = [];
  new Service({
    BookVisit: async () => {
      keptWhenSent.push(((await profile.read<Wish[]>("outbox")) ?? [])[0]?.state);
      return BOOKED;
    },
  });
  await (await tab()).add(WISH);

  expect(keptWhenSent).toEqual(["waiting"]);
});

test("an answer lost on the way is asked for again under the same request id", async () => {
  const booked = new Set<unknown>();
  let lose = true;
  const service = new Service({
    BookVisit: (variables: { requestId: string }) => {
      booked.add(variables.requestId);
      return lose ? SILENCE : BOOKED;
    },
  });
  const outbox = await tab();
  await outbox.add(WISH);
  expect(outbox.wishes()[0]?.state).toBe("waiting");

  lose = false;
  await outbox.flush();

  expect(outbox.wishes()[0]?.state).toBe("done");
  expect(service.sent("BookVisit")).toHaveLength(2);
  expect(booked.size).toBe(1);
});

test("two tabs that wake up together send it once", async () => {
  const service = new Service({ BookVisit: SILENCE });
  const [first, second] = [await tab(), await tab()];
  await first.add(WISH);
  const before = service.sent("BookVisit").length;

  service.say("BookVisit", async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return BOOKED;
  });
  await Promise.all([first.flush(), second.flush()]);

  expect(service.sent("BookVisit")).toHaveLength(before + 1);
  await second.flush();
  expect([first, second].map((each) => each.wishes()[0]?.state)).toEqual(["done", "done"]);
});

test("the same wish twice is one wish", async () => {
  new Service({ BookVisit: SILENCE });
  const outbox = await tab();
  await Promise.all([outbox.add(WISH), outbox.add(WISH)]);

  expect(outbox.wishes()).toHaveLength(1);
});

test("a refused wish stays with its reason until it has been read", async () => {
  new Service({ BookVisit: { bookVisit: problem("NO_PLACE", "Ya no hay cupo en ese horario.") } });
  const told: Wish[] = [];
  const outbox = await tab(told);
  await outbox.add(WISH);

  expect(outbox.wishes()[0]).toMatchObject({
    state: "refused",
    problem: { message: "Ya no hay cupo en ese horario." },
  });
  expect(told.map((each) => each.state)).toEqual(["refused"]);
  expect((await tab()).wishes()).toHaveLength(1);

  await outbox.drop(WISH.requestId);
  expect((await tab()).wishes()).toEqual([]);
});

test.each([
  ["busy", { bookVisit: problem("TRY_AGAIN", "Hay mucha gente a la vez.") }],
  ["a device that is not trusted yet", refusal("DEVICE_NOT_TRUSTED")],
  ["an internal error", refusal("INTERNAL")],
])("%s is no refusal: the wish waits", async (_, says) => {
  new Service({ BookVisit: says });
  const outbox = await tab();
  await outbox.add(WISH);

  expect(outbox.wishes()[0]?.state).toBe("waiting");
});

test("wishes go out oldest first and stop at the first that nobody answers", async () => {
  const service = new Service({ BookVisit: SILENCE });
  const outbox = await tab();
  await outbox.add(WISH);
  await outbox.add({ ...WISH, requestId: "22222222-2222-4222-8222-222222222222" });
  service.asked.length = 0;

  await outbox.flush();
  expect(service.sent("BookVisit").map((each) => each.requestId)).toEqual([WISH.requestId]);

  service.say("BookVisit", BOOKED);
  await outbox.flush();
  expect(outbox.wishes().map((each) => each.state)).toEqual(["done", "done"]);
});

test("a wish that is made while its owner goes is kept, and not sent by whoever comes next", async () => {
  const service = new Service({ BookVisit: BOOKED });
  const outbox = await tab();
  const adding = outbox.add(WISH);
  outbox.close();
  await adding;

  expect(service.sent("BookVisit")).toEqual([]);
  expect((await tab()).wishes().map((each) => each.state)).toEqual(["waiting"]);
});
