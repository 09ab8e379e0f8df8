/** The people of an account, and the words that say who they are to it. */
import { t } from "@lingui/core/macro";
import {
  Availability,
  type DocumentKind,
  Home,
  MyPeople,
  type MyPeopleQuery,
  MyTies,
  MyVisits,
  NextVisits,
} from "@/data/gen/documents";
import { type Read, useRead, useRefresh } from "@/data/reads";
import { daysBetween, daysLater, figures, today } from "@/l10n/dates";

export type Person = MyPeopleQuery["myPeople"]["nodes"][number];

/** More than a list may hold. */
const EVERYBODY = { first: 20 };

/** Days before a document ends from which its holder should think of a new one. */
const SOON = 45;

/** Everybody on the list, as the phone keeps it: the account's holder first, minors last. */
export function usePeople(): Read<Person[]> {
  const read = useRead(MyPeople, EVERYBODY, { keep: true });
  return { ...read, data: read.data && inOrder(read.data.myPeople.nodes) };
}

function inOrder(people: readonly Person[]): Person[] {
  const rank = ({ capacity }: Person) => (capacity === "OWN" ? 0 : capacity === "MINOR" ? 2 : 1);
  return [...people].sort((one, other) => rank(one) - rank(other));
}

/** Ask again for everything in which people and their ties are shown. */
export function useRefreshPeople(): () => void {
  const refresh = useRefresh();
  return () => refresh(MyPeople, MyTies, Home, NextVisits, MyVisits, Availability);
}

/** The adults of a list: they ask, act for others and answer for minors. */
export function adultsOf(people: readonly Person[]): Person[] {
  return people.filter((each) => each.capacity !== "MINOR");
}

/** Given names and surnames. */
export function fullName({ givenNames, surnames }: { givenNames: string; surnames: string }): string {
  return `${givenNames} ${surnames}`;
}

/** Who somebody is to the account. */
export function capacityWords(person: Person, people: readonly Person[]): string {
  if (person.capacity === "OWN") return t`Usted`;
  if (person.capacity === "SHARED_PHONE") return t`Comparte este celular`;
  if (person.capacity === "REPRESENTED") return t`Usted pide sus visitas`;
  const adult = people.find((each) => each.id === person.guardianId)?.givenNames;
  return adult ? t`Menor de edad, va con ${adult}` : t`Menor de edad`;
}

/** The name of a kind of document. */
export function documentName(kind: DocumentKind): string {
  if (kind === "DNI") return t`DNI`;
  return kind === "PASSPORT" ? t`Pasaporte` : t`Carné de extranjería`;
}

/** Enough of a document to recognise one's own. */
export function documentWords(person: Pick<Person, "documentKind" | "documentEnding">): string {
  const name = documentName(person.documentKind);
  const ending = person.documentEnding;
  return t`${name} que termina en ${ending}`;
}

export type Expiry = { state: "over" | "soon"; words: string };

/** What to know about the last day of a document; nothing while it is far away. */
export function expiryOf(validUntil: string | null): Expiry | undefined {
  if (!validUntil || daysBetween(daysLater(today(), SOON), validUntil) > 0) return undefined;
  const day = figures(validUntil);
  return validUntil < today()
    ? { state: "over", words: t`Documento vencido` }
    : { state: "soon", words: t`Vence el ${day}` };
}
