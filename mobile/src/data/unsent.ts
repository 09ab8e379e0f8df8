/** What waits on this phone in somebody's name, told without opening it: for whoever is about to leave. */
import { type OpenProfile, readOfDevice } from "./vault";

/** Where shifts that were recorded wait, of everybody who records on this phone. */
export const KEPT_SHIFTS = "work";

/** Where marks made at a door wait, of everybody who marks on this phone. */
export const KEPT_DOOR = "door";

/** By what a person is known again on this phone: it outlives their session. */
export async function ownerOf(profile: OpenProfile): Promise<string> {
  return (await profile.read<string>("device")) ?? profile.id;
}

/** How many shifts and marks of this person nobody has answered yet. */
export async function unsentBy(profile: OpenProfile): Promise<number> {
  const who = await ownerOf(profile);
  const boxes = await readOfDevice<Record<string, { rows: { answer?: unknown }[] }>>(KEPT_SHIFTS);
  const marks = await readOfDevice<Record<string, { sentAt?: unknown; refused?: unknown }[]>>(KEPT_DOOR);
  const shifts = boxes?.[who]?.rows.filter((row) => row.answer === undefined).length ?? 0;
  const unanswered = marks?.[who]?.filter((each) => each.sentAt === undefined && each.refused === undefined);
  return shifts + (unanswered?.length ?? 0);
}
