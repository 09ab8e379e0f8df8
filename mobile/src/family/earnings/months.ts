/** Months of work as they are drawn: a row for each, the newest first, an empty one where there are no accounts. */
import type { EarningStatementsQuery } from "@/data/gen/family/statements";
import type { Day } from "@/l10n/dates";

export type Month = Extract<
  EarningStatementsQuery["earningStatements"],
  { __typename: "EarningMonths" }
>["months"][number];

/** What a bar stands for: the first of these that is open to whoever looks. */
export type Measure = "gross" | "personal" | "workedMinutes";

const MEASURES: readonly Measure[] = ["gross", "personal", "workedMinutes"];

/** As many months as a chart shows. */
const CHARTED = 12;

/** A month and its accounts: none, one, or several where somebody left or came in the middle of it. */
export type Charted = { month: Day; accounts: readonly Month[] };

/** The last twelve months up to the newest, none before the oldest, and the accounts that are older than that. */
export function lastTwelve(months: readonly Month[]): { charted: Charted[]; older: readonly Month[] } {
  const newest = months[0]?.month;
  const oldest = months[months.length - 1]?.month;
  if (!newest || !oldest) return { charted: [], older: [] };
  const charted: Charted[] = [];
  for (let month = newest; month >= oldest && charted.length < CHARTED; month = monthBefore(month)) {
    const of = month;
    charted.push({ month, accounts: months.filter((each) => each.month === of) });
  }
  const first = charted[charted.length - 1]?.month ?? newest;
  return { charted, older: months.filter((each) => each.month < first) };
}

/** The first day of the month before. */
function monthBefore(month: Day): Day {
  const year = Number(month.slice(0, 4));
  const number = Number(month.slice(5, 7));
  return number === 1 ? `${year - 1}-12-01` : `${year}-${String(number - 1).padStart(2, "0")}-01`;
}

/** What the bars stand for; undefined: nothing that could be drawn is open. */
export function measureOf(months: readonly Month[]): Measure | undefined {
  return MEASURES.find((each) => months.some((month) => month[each] !== null));
}

/** The longest bar. */
export function longest(months: readonly Month[], measure: Measure): number {
  return Math.max(0, ...months.map((each) => each[measure] ?? 0));
}

/** The sum of what is open; null where it is not. */
export function totalOf(months: readonly Month[], key: "gross" | "personal" | "toFamily"): number | null {
  const open = months.map((each) => each[key]).filter((each) => each !== null);
  return open.length > 0 ? open.reduce((sum, each) => sum + each, 0) : null;
}

/** Whether it tells of the whole month. */
export function isWhole({ month, startsOn, closesOn }: Month): boolean {
  const next = new Date(Date.parse(closesOn) + 24 * 3600_000).toISOString().slice(8, 10);
  return startsOn === month && next === "01";
}
