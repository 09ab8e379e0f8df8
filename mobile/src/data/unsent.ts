/** What waits on this phone in somebody's name, told without opening it: for whoever is about to leave. */
import { type OpenProfile, readOfDevice } from "./vault";

/** Where shifts that were recorded wait, of everybody who records on this phone. */
export const KEPT_SHIFTS = "work";

/** By what a person is known again on this phone: it outlives their session. */
export async function ownerOf(profile: OpenProfile): Promise<string> {
  return (await profile.read<string>("device")) ?? profile.id;
}

/** How many shifts of this person nobody has answered yet. */
export async function unsentBy(profile: OpenProfile): Promise<number> {
  const boxes = await readOfDevice<Record<string, { rows: { answer?: unknown }[] }>>(KEPT_SHIFTS);
  return boxes?.[await ownerOf(profile)]?.rows.filter((row) => row.answer === undefined).length ?? 0;
}
