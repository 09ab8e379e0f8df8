/** What became of a text: copied; offered to the system, which copies or sends it; or neither. */
export type Copied = "copied" | "offered" | "failed";

/** Copy a text. A browser lets that happen only on a page whose address is safe, and only if its owner does not mind. */
export async function copy(text: string): Promise<Copied> {
  try {
    await navigator.clipboard.writeText(text);
    return "copied";
  } catch {
    return "failed";
  }
}
