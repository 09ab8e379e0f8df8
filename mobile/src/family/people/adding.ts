/** The ways onto the list, and what each sends. */
import { t } from "@lingui/core/macro";
import { useAct } from "@/data/acts";
import {
  AddMinor,
  AddVisitor,
  type ConsentHow,
  ConsentText,
  type PersonInput,
  RepresentRelative,
} from "@/data/gen/documents";
import { useRefresh } from "@/data/reads";
import { bare } from "./checks";
import { NOBODY, type Typed } from "./typed";

export type How = "own" | "shared" | "minor" | "represented";

/** One of the ways, from an address. */
export function howOf(given: string): How | undefined {
  return (["own", "shared", "minor", "represented"] as const).find((each) => each === given);
}

/** Whether somebody of the list answers for who is added so. */
export const needsAdult = (how: How): boolean => how === "minor" || how === "represented";

/** What such a form is about. */
export function howWords(how: How): string {
  const words: Record<How, string> = {
    own: t`Mis datos`,
    shared: t`Otra persona adulta`,
    minor: t`Menor de edad`,
    represented: t`Familiar sin celular`,
  };
  return words[how];
}

export type Adding = Typed & {
  at: number;
  /** The adult who answers for a minor, or acts for a relative. */
  adultId: string | undefined;
  consentHow: ConsentHow | undefined;
  /** The version of the words that the relative heard and agreed to. */
  agreedTo: string | undefined;
};

export const NOTHING: Adding = {
  ...NOBODY,
  at: 0,
  adultId: undefined,
  consentHow: undefined,
  agreedTo: undefined,
};

/** Add somebody; `run` answers whether they are on the list now. */
export function useAdding(how: How) {
  const visitor = useAct(AddVisitor);
  const minor = useAct(AddMinor);
  const relative = useAct(RepresentRelative);
  const refresh = useRefresh();
  const act = { own: visitor, shared: visitor, minor, represented: relative }[how];
  const run = async (adding: Adding, adultId: string): Promise<boolean> => {
    const person = personOf(adding);
    if (!person) return false;
    if (how === "minor") return (await minor.run({ person, guardianId: adultId })) !== undefined;
    if (how !== "represented") {
      const capacity = how === "own" ? "OWN" : "SHARED_PHONE";
      return (await visitor.run({ person, capacity })) !== undefined;
    }
    const { agreedTo: consentVersion, consentHow } = adding;
    if (!consentVersion || !consentHow) return false;
    const done = await relative.run({ person, actingId: adultId, consentVersion, consentHow });
    // The words may have changed since they were read aloud: then the new ones must be.
    if (!done) refresh(ConsentText);
    return done !== undefined;
  };
  return { busy: act.busy, problem: act.problem, unanswered: act.unanswered, run };
}

function personOf(typed: Typed): PersonInput | undefined {
  const { sex, bornOn } = typed;
  if (!sex || !bornOn) return undefined;
  return {
    givenNames: typed.givenNames.trim(),
    surnames: typed.surnames.trim(),
    sex,
    bornOn,
    nationality: typed.nationality.trim().toUpperCase(),
    documentKind: typed.documentKind,
    documentNumber: bare(typed.documentNumber),
    documentValidUntil: typed.validUntil ?? null,
  };
}
