/** Words that several screens say about notices. */
import { plural } from "@lingui/core/macro";

/** How many are to be opened yet. */
export function unseenWords(count: number): string {
  return plural(count, { one: "# aviso sin ver", other: "# avisos sin ver" });
}
