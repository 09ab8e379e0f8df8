/** Who goes, with the document each of them shows, as far as this phone knows it. */
import { documentWords, type Person } from "../../people/people";
import type { KnownVisit } from "../known";

/** Somebody of the party: a name, whether a minor, and a document in words or nothing. */
export type Companion = { id: string; name: string; minor: boolean; document: string };

/** The party, adults first. */
export function partyOf(
  party: KnownVisit["party"],
  people: readonly Pick<Person, "id" | "documentKind" | "documentEnding">[],
): Companion[] {
  const documents = new Map(people.map((each) => [each.id, each]));
  return party
    .map(({ visitorId, givenNames, surnames, adult }) => {
      const person = documents.get(visitorId);
      return {
        id: visitorId,
        name: [givenNames, surnames].filter(Boolean).join(" "),
        minor: adult === false,
        document: person ? documentWords(person) : "",
      };
    })
    .sort((one, other) => Number(one.minor) - Number(other.minor));
}
