/** A door: what the service told of a date, and what this phone has marked of it, put together as a set. */
import type { DoorListOf, DoorMark, Kept } from "@/data/doorOutbox";
import type { GuestClass } from "@/data/gen/staff/door";
import { serviceTime } from "@/data/send";
import { uuid } from "@/platform/cipher";

export type Party = DoorListOf["parties"][number];
export type Guest = Party["guests"][number];
export type OpenParty = DoorListOf["openParties"][number];
export type People = { adults: number; children: number };

/** A line of the list: a household, or places of somebody without an account. `words`: by which it is found. */
export type Entry = { id: string; words: string } & ({ party: Party } | { open: OpenParty });

export type Standing = {
  /** Of somebody who came: every mark that says so, as two phones may. */
  byVisitor: ReadonlyMap<string, readonly DoorMark[]>;
  byOpen: ReadonlyMap<string, readonly DoorMark[]>;
  /** Of nobody who was expected. */
  walkIns: readonly DoorMark[];
  /** Visitors, places and walk-ins of whom something has not been sent yet. */
  unsent: ReadonlySet<string>;
};

const ACCENTS = /[\u0300-\u036f]/g;

/** Words as they are looked for: without accents, large letters, and signs between them. */
function plain(words: string): string {
  return words.normalize("NFD").replace(ACCENTS, "").toLowerCase().replace(/[-·.]/g, " ");
}

/** The lines of a list, by name; those with a code come after them. */
export function entriesOf({ parties, openParties }: DoorListOf): Entry[] {
  const named = parties.map((party) => {
    const words = party.guests.map((each) => `${each.surnames} ${each.givenNames} ${each.documentEnd}`);
    return { id: party.answerId, words: plain(words.join(" ")), party };
  });
  named.sort((one, other) => (one.words < other.words ? -1 : one.words > other.words ? 1 : 0));
  const coded = openParties.map((open) => ({
    id: open.openAnswerId,
    words: plain(`${open.code} ${open.code.replace(/-/g, "")}`),
    open,
  }));
  return [...named, ...coded];
}

/** Those of whom every typed word begins a name, a number or a code. */
export function found(entries: readonly Entry[], typed: string): readonly Entry[] {
  const wanted = plain(typed).split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return entries;
  return entries.filter(({ words }) => wanted.every((each) => ` ${words}`.includes(` ${each}`)));
}

/** The marks that stand, whoever made them and in whatever order they came. `kept`: of this date. */
export function standingOf(told: readonly DoorMark[], kept: readonly Kept[]): Standing {
  const marks = new Map(told.map((each) => [each.id, each]));
  const unsent = new Set<string>();
  for (const each of kept) {
    if (each.as !== "mark" || each.refused) continue;
    marks.set(each.mark.id, each.mark);
    if (each.sentAt === undefined) unsent.add(ofWhom(each.mark));
  }
  const undone = new Set([...marks.values()].map((each) => each.undoes));
  const live = [...marks.values()].filter((each) => !each.undoes && !undone.has(each.id));
  return {
    byVisitor: grouped(live, (each) => each.visitorId),
    byOpen: grouped(live, (each) => each.openAnswerId),
    walkIns: live.filter((each) => !each.visitorId && !each.openAnswerId),
    unsent,
  };
}

/** What a mark is of: a visitor, places with a code, or itself. */
function ofWhom(mark: DoorMark): string {
  return mark.visitorId ?? mark.openAnswerId ?? mark.undoes ?? mark.id;
}

function grouped(marks: readonly DoorMark[], by: (mark: DoorMark) => string | null): Map<string, DoorMark[]> {
  const groups = new Map<string, DoorMark[]>();
  for (const each of marks) {
    const key = by(each);
    if (key) groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  return groups;
}

/** How many of the places with a code were taken: two phones that marked the same people count them once. */
export function cameOf(open: OpenParty, { byOpen }: Standing): People {
  const sum = summed(byOpen.get(open.openAnswerId) ?? []);
  return { adults: Math.min(sum.adults, open.adults), children: Math.min(sum.children, open.children) };
}

function summed(people: readonly People[]): People {
  return people.reduce<People>(
    (sum, { adults, children }) => ({ adults: sum.adults + adults, children: sum.children + children }),
    { adults: 0, children: 0 },
  );
}

/** How many people those are. */
export function count({ adults, children }: People): number {
  return adults + children;
}

/** People who came of those expected, and who came besides. */
export function totals(list: DoorListOf, standing: Standing) {
  const guests = list.parties.flatMap((each) => each.guests);
  const ids = new Set(guests.map((each) => each.visitorId));
  const withCode = list.openParties.map((each) => count(cameOf(each, standing)));
  const strangers = [...standing.byVisitor.keys()].filter((id) => !ids.has(id)).length;
  const codes = new Set(list.openParties.map((each) => each.openAnswerId));
  const lateCodes = [...standing.byOpen].filter(([id]) => !codes.has(id)).flatMap(([, marks]) => marks);
  return {
    came: [...ids].filter((id) => standing.byVisitor.has(id)).length + withCode.reduce((a, b) => a + b, 0),
    expected: ids.size + count(summed(list.openParties)),
    // Whoever came and gave up their places afterwards came all the same.
    besides: count(summed(standing.walkIns)) + strangers + count(summed(lateCodes)),
  };
}

/** Whether somebody of a line has not come yet. */
export function isMissing(entry: Entry, standing: Standing): boolean {
  if ("open" in entry) return count(cameOf(entry.open, standing)) < count(entry.open);
  return entry.party.guests.some(({ visitorId }) => !standing.byVisitor.has(visitorId));
}

/** A mark under an id of its own. */
function newMark(occurrenceId: string, mark: Omit<DoorMark, "id" | "markedAt">): Kept {
  const id = uuid();
  return { as: "mark", id, occurrenceId, mark: { ...mark, id, markedAt: instant() } };
}

/** Now, by the clock of the service. */
export function instant(): string {
  return new Date(serviceTime()).toISOString();
}

const NOBODY = { answerId: null, visitorId: null, openAnswerId: null, undoes: null };

/** These guests of a household came. */
export function guestsCame(list: DoorListOf, { answerId }: Party, guests: readonly Guest[]) {
  return (all: readonly Kept[]): Kept[] => {
    const { byVisitor } = standingOf(list.marks, ofDate(all, list.id));
    return guests
      .filter(({ visitorId }) => !byVisitor.has(visitorId))
      .map(({ visitorId, adult }) =>
        newMark(list.id, {
          ...NOBODY,
          answerId,
          visitorId,
          guestClass: "RELATIVE",
          adults: adult ? 1 : 0,
          children: adult ? 0 : 1,
        }),
      );
  };
}

/** So many of the places with a code came, and never more than there are. */
export function openCame(list: DoorListOf, open: OpenParty, { adults, children }: People) {
  return (all: readonly Kept[]): Kept[] => {
    const before = cameOf(open, standingOf(list.marks, ofDate(all, list.id)));
    const more = {
      adults: Math.min(adults, open.adults - before.adults),
      children: Math.min(children, open.children - before.children),
    };
    if (count(more) === 0) return [];
    return [newMark(list.id, { ...NOBODY, ...more, openAnswerId: open.openAnswerId, guestClass: "PUBLIC" })];
  };
}

/** So many came of whom nobody knew. */
export function walkedIn(occurrenceId: string, guestClass: GuestClass, people: People): Kept {
  return newMark(occurrenceId, { ...NOBODY, ...people, guestClass });
}

/** Those marks were a mistake. One that is undone already is not undone again. */
export function takenBack(list: DoorListOf, wrong: (standing: Standing) => readonly DoorMark[]) {
  return (all: readonly Kept[]): Kept[] =>
    wrong(standingOf(list.marks, ofDate(all, list.id))).map(({ id, markedAt: _, ...mark }) =>
      newMark(list.id, { ...mark, adults: 0, children: 0, undoes: id }),
    );
}

/** What this phone keeps of a date. */
export function ofDate(all: readonly Kept[], occurrenceId: string): Kept[] {
  return all.filter((each) => each.occurrenceId === occurrenceId);
}
