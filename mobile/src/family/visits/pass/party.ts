/** Who goes, with the document each of them shows, as far as this phone knows it. */
import type { MyPeopleQuery } from "@/data/gen/documents";
import type { KnownVisit } from "../known";
import { documentWords } from "../words";

/** Somebody of the party: a name, whether a minor, and a document in words or nothing. */
export type Companion = { id: string; name: string; minor: boolean; document: string };

type Person = Pick<MyPeopleQuery["myPeople"]["nodes"][number], "id" | "documentKind" | "documentEnding">;

/** The party, adults first. */
export function partyOf(party: KnownVisit["party"], people: readonly Person[]): Companion[] {
  const documents = new Map(people.map((each) => [each.id, each]));
  return party
    .map(({ visitorId, givenNames, surnames, adult }) => {
      const person = documents.get(visitorId);
      return {
        id: visitorId,
        name: [givenNames, surnames].filter(Boolean).join(" "),
        minor: adult === false,
        document: person ? documentWords(person.documentKind, person.documentEnding) : "",
      };
    })
    .sort((one, other) => Number(one.minor) - Number(other.minor));
}
