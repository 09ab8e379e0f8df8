/** Who of a family may come to an event: those on its list, as old as they will be that day. */
import { plural, t } from "@lingui/core/macro";
import type { WhoMayVisitQuery } from "@/data/gen/documents";
import { type Day, dayAt } from "@/l10n/dates";
import type { Happening } from "./happening";

/** Somebody who may be chosen, or why not. */
export type Guest = {
  id: string;
  name: string;
  age: number;
  adult: boolean;
  /** Why they cannot come; undefined: they can. */
  not: string | undefined;
};

type About = Pick<Happening, "startsAt" | "entry" | "partyAdults" | "partyChildren">;

/** As booking asks, so that it is asked for once. */
export const EVERYBODY = { first: 50 };

const ADULT_AGE = 18;

/** Everybody on the list, adults first. `inmate`: through whom they come; null where everybody may. */
export function guestsOf(who: WhoMayVisitQuery, inmate: string | null, about: About): Guest[] {
  const day = dayAt(about.startsAt);
  const tied = new Set(
    who.myTies.nodes
      .filter((each) => each.state === "APPROVED" && each.inmate?.id === inmate)
      .map((each) => each.visitor?.id),
  );
  return who.myPeople.nodes
    .map(({ id, givenNames, surnames, bornOn }) => {
      const age = ageOn(bornOn, day);
      const adult = age >= ADULT_AGE;
      // A minor comes under the adults of the party.
      const may = inmate === null || !adult || tied.has(id);
      return { id, name: `${givenNames} ${surnames}`, age, adult, not: notWords(may, age, adult, about) };
    })
    .sort((one, other) => Number(other.adult) - Number(one.adult));
}

function notWords(may: boolean, age: number, adult: boolean, about: About): string | undefined {
  const least = about.entry.leastAge;
  if (!may) return t`Falta que la oficina confirme su vínculo.`;
  if (least !== null && age < least) return t`Es desde los ${least} años.`;
  if (!adult && about.partyChildren === 0) return t`No se admiten menores de edad.`;
  return undefined;
}

/** The party to begin with: the only one who can come, else nobody yet. */
export function firstParty(guests: readonly Guest[]): string[] {
  const able = guests.filter((each) => !each.not);
  return able.length === 1 && able[0]?.adult ? [able[0].id] : [];
}

/** What is wrong with a party, and what to do; undefined: nothing. */
export function partyWrong(
  party: readonly string[],
  guests: readonly Guest[],
  { partyAdults, partyChildren }: Pick<About, "partyAdults" | "partyChildren">,
): string | undefined {
  const coming = guests.filter((each) => party.includes(each.id));
  const adults = coming.filter((each) => each.adult).length;
  const children = coming.length - adults;
  if (adults === 0) return t`Elija por lo menos a una persona adulta.`;
  if (adults > partyAdults)
    return plural(partyAdults, {
      one: "Elija solo a # persona adulta.",
      other: "Elija hasta # personas adultas.",
    });
  if (children > partyChildren)
    return plural(partyChildren, {
      one: "Elija solo a # menor de edad.",
      other: "Elija hasta # menores de edad.",
    });
  return undefined;
}

/** Their names, in the order of the list; nothing unless all are known. */
export function namesOf(party: readonly string[], who: WhoMayVisitQuery | undefined): string {
  const known = who?.myPeople.nodes.filter((each) => party.includes(each.id)) ?? [];
  if (known.length < party.length) return "";
  return known.map((each) => each.givenNames).join(", ");
}

/** Full years on that day. */
function ageOn(bornOn: Day, day: Day): number {
  const years = Number(day.slice(0, 4)) - Number(bornOn.slice(0, 4));
  return day.slice(5) >= bornOn.slice(5) ? years : years - 1;
}
