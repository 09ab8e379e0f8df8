/** A statement as an account that a person reads from top to bottom: earned, withheld, sent by own wish, left. */
import type { EarningStatementQuery } from "@/data/gen/family/statements";

export type Statement = Extract<
  EarningStatementQuery["earningStatement"],
  { __typename: "EarningStatement" }
>;
export type Line = Statement["lines"][number];

/** The parts of the account, in its order. */
export type Section = "earned" | "withheld" | "wished" | "left";

/** What the person decided themselves: nobody took it from them. */
const WISHED: readonly Line["code"][] = ["FAMILY_ASSIGNMENT", "SAVINGS"];

export type Part = { section: Section; lines: readonly Line[] };

/** The lines of a statement by where they stand in the account; parts without a line are left out. */
export function partsOf(lines: readonly Line[]): Part[] {
  const sections: readonly Section[] = ["earned", "withheld", "wished", "left"];
  return sections
    .map((section) => ({ section, lines: lines.filter((each) => sectionOf(each) === section) }))
    .filter((part) => part.lines.length > 0);
}

function sectionOf({ part, code }: Line): Section {
  if (part === "EARNED" || code === "GROSS") return "earned";
  if (part === "LEFT") return "left";
  return WISHED.includes(code) ? "wished" : "withheld";
}

/** A step of the sum, which nobody takes and nobody gets. */
export function isSum({ part }: Line): boolean {
  return part === "SUBTOTAL" || part === "LEFT";
}

/** The account in four amounts, null where one is not open; `wished` is of the withheld that the service tells. */
export type Totals = Record<"gross" | "withheld" | "wished" | "personal" | "toFamily", number | null>;

export function totalsOf({ gross, withheld, personal, toFamily, lines }: Statement): Totals {
  const own = lines
    .filter((each) => sectionOf(each) === "wished")
    .reduce((sum, each) => sum + each.amount, 0);
  // Without what is withheld some wishes may be hidden, so no sum of them is told.
  if (withheld === null) return { gross, withheld, wished: null, personal, toFamily };
  return { gross, withheld: withheld - own, wished: own, personal, toFamily };
}
