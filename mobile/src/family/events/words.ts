/** Words that several of these screens say. */
import { plural, t } from "@lingui/core/macro";
import { LANGUAGES, type Language } from "@/l10n/languages";
import type { Answer, Happening, Kind, Listed } from "./happening";

/** What an event is. */
export function kindWords(kind: Kind): string {
  const words: Partial<Record<Kind, string>> = {
    CONCERT: t`Concierto`,
    RECITAL: t`Recital`,
    EXHIBITION: t`Exposición`,
    WORKSHOP: t`Taller`,
    THEATRE: t`Teatro`,
    CONTEST: t`Concurso`,
    FAIR: t`Feria`,
    SPORT: t`Deporte`,
    RELIGIOUS: t`Celebración religiosa`,
    FAMILY_DAY: t`Día de la familia`,
    CLOSING: t`Clausura`,
    STREAM: t`Transmisión por internet`,
  };
  return words[kind] ?? t`Actividad`;
}

/** Where it is, in a few words. */
export function placeWords({ venue, establishment }: Pick<Listed, "venue" | "establishment">): string {
  if (venue.where === "ONLINE") return t`Por internet`;
  return (venue.where === "OUTSIDE" && venue.name) || establishment.name;
}

/** Who may come. */
export function audienceWords(audience: Happening["audience"]): string {
  const words: Partial<Record<Happening["audience"], string>> = {
    PUBLIC: t`Puede ir cualquier persona.`,
    ONLINE: t`Puede verla cualquier persona, por internet.`,
    ENROLLED_RELATIVES: t`Pueden ir familiares con su vínculo confirmado.`,
    PARTICIPANTS_RELATIVES: t`Pueden ir familiares de quienes participan.`,
    INVITED: t`Pueden ir las familias invitadas.`,
  };
  return words[audience] ?? "";
}

/** How many of one household may come. */
export function partyWords({ partyAdults, partyChildren }: Happening): string {
  const adults = plural(partyAdults, { one: "# persona adulta", other: "# personas adultas" });
  if (partyChildren === 0) return t`De su familia pueden ir hasta ${adults}, sin menores de edad.`;
  const children = plural(partyChildren, { one: "# menor de edad", other: "# menores de edad" });
  return t`De su familia pueden ir hasta ${adults} y ${children}.`;
}

/** Whether there is room, roughly; nothing where there is no ceiling. */
export function placesWords(left: Happening["placesLeft"]): string | undefined {
  if (left === null) return undefined;
  if (left === "NONE") return t`Ya no quedan lugares. Si responde, entra en la lista de espera.`;
  return left === "FEW" ? t`Quedan pocos lugares.` : t`Hay lugares.`;
}

/** How many come, such as “2 personas adultas y 1 menor de edad”. */
export function countWords({ adults, children }: Pick<Answer, "adults" | "children">): string {
  const grown = plural(adults, { one: "# persona adulta", other: "# personas adultas" });
  const small = plural(children, { one: "# menor de edad", other: "# menores de edad" });
  if (children === 0) return grown;
  return adults === 0 ? small : t`${grown} y ${small}`;
}

/** Why an answer counts no more, and what to do. */
export function endWords(why: Answer["endedWhy"]): string {
  switch (why) {
    case "OWN_WISH":
      return t`Usted retiró su respuesta.`;
    case "CANCELLED":
      return t`Su respuesta se retiró porque la actividad se canceló.`;
    case "OFFER_EXPIRED":
      return t`Pasó el plazo para aceptar el lugar.`;
    default:
      return t`Su respuesta ya no vale. Pregunte en la oficina de visitas.`;
  }
}

/** What is known of how easy it is to be there, each in a sentence; nothing where nobody said. */
export function accessWords({ stepFree, seats, toilets, signLanguage, spoken, note }: Happening["access"]) {
  const languages = spoken.map((each) => LANGUAGES[each as Language] ?? each).join(", ");
  return [
    said(stepFree, t`Se entra sin subir gradas.`, t`Hay que subir gradas.`),
    said(seats, t`Hay asientos.`, t`No hay asientos.`),
    said(toilets, t`Hay baños.`, t`No hay baños.`),
    said(signLanguage, t`Hay intérprete de lengua de señas.`, t`No hay intérprete de lengua de señas.`),
    languages ? t`Se habla en: ${languages}.` : "",
    note,
  ].filter(Boolean);
}

function said(fact: boolean | null, yes: string, no: string): string {
  if (fact === null) return "";
  return fact ? yes : no;
}
