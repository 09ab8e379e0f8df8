/** Who may go together: adults with a confirmed tie, and minors under an adult who goes too. */
import type { WhoMayVisitQuery } from "@/data/gen/documents";
import { type Day, today } from "@/l10n/dates";

type Person = WhoMayVisitQuery["myPeople"]["nodes"][number];
export type Inmate = NonNullable<WhoMayVisitQuery["myTies"]["nodes"][number]["inmate"]>;

/** Somebody of the family, as far as going along is concerned. */
export type Companion = {
  id: string;
  name: string;
  minor: boolean;
  /** Comes without a phone of their own. */
  carried: boolean;
  /** The adult a minor comes under. */
  guardian: Companion | undefined;
  /** The tie is confirmed, and of a minor the guardian's, too. */
  may: boolean;
};

const ADULT_AGE = 18;

/** The people this family may visit, each once. */
export function inmatesOf(who: WhoMayVisitQuery): Inmate[] {
  const found = new Map<string, Inmate>();
  for (const { state, inmate } of who.myTies.nodes) {
    if (state === "APPROVED" && inmate) found.set(inmate.id, inmate);
  }
  return [...found.values()];
}

/** Everybody of the list, adults first and each followed by the minors under their care. */
export function companionsOf(who: WhoMayVisitQuery, inmateId: string): Companion[] {
  const tied = new Set(
    who.myTies.nodes
      .filter((each) => each.state === "APPROVED" && each.inmate?.id === inmateId)
      .map((each) => each.visitor?.id),
  );
  const people = who.myPeople.nodes;
  const adults = people.filter((each) => !isMinor(each)).map((each) => seen(each, tied));
  const minors = people
    .filter(isMinor)
    .map((each) => {
      const guardian = adults.find((adult) => adult.id === each.guardianId);
      return { ...seen(each, tied), minor: true, guardian };
    })
    .map((each) => ({ ...each, may: each.may && (each.guardian?.may ?? false) }));
  const alone = minors.filter((each) => !each.guardian);
  return [
    ...adults.flatMap((adult) => [adult, ...minors.filter((each) => each.guardian === adult)]),
    ...alone,
  ];
}

/** The party after somebody was put in or taken out: a minor brings their adult, an adult takes their minors along. */
export function changed(
  party: readonly string[],
  wanted: readonly string[],
  all: readonly Companion[],
): string[] {
  const added = all.find((each) => wanted.includes(each.id) && !party.includes(each.id));
  const brought = added?.guardian ? [...wanted, added.guardian.id] : wanted;
  return sound(brought, all);
}

/** Of a party remembered or asked for, those who may go today, each once and in a steady order. */
export function sound(party: readonly string[], all: readonly Companion[]): string[] {
  const going = all.filter((each) => each.may && party.includes(each.id));
  return going
    .filter((each) => !each.minor || going.some((other) => other.id === each.guardian?.id))
    .map((each) => each.id)
    .sort();
}

/** The party to begin with: the last one that still may go; without one, the only adult there is. */
export function firstParty(last: readonly string[] | undefined, all: readonly Companion[]): string[] {
  const again = sound(last ?? [], all);
  if (again.length > 0) return again;
  const able = all.filter((each) => each.may);
  return able.length === 1 ? able.map((each) => each.id) : [];
}

/** Their names, in the order of the list. */
export function namesOf(party: readonly string[], all: readonly Companion[]): string {
  return all
    .filter((each) => party.includes(each.id))
    .map((each) => each.name)
    .join(", ");
}

function seen(person: Person, tied: ReadonlySet<string | undefined>): Companion {
  return {
    id: person.id,
    name: `${person.givenNames} ${person.surnames}`,
    minor: false,
    carried: person.capacity === "REPRESENTED",
    guardian: undefined,
    may: tied.has(person.id),
  };
}

function isMinor(person: Person): boolean {
  return ageOn(person.bornOn, today()) < ADULT_AGE;
}

/** Full years on that day. */
function ageOn(bornOn: Day, day: Day): number {
  const hadBirthday = day.slice(5) >= bornOn.slice(5);
  return Number(day.slice(0, 4)) - Number(bornOn.slice(0, 4)) - (hadBirthday ? 0 : 1);
}
