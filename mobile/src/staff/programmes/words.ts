/** What the codes of programmes and events are called, for whoever plans them. */
import { plural, t } from "@lingui/core/macro";
import type {
  Audience,
  ChangeKind,
  ClashKind,
  DateState,
  EventInput,
  Part,
  VisitEffect,
  Where,
} from "@/data/gen/staff/programmes";
import { LANGUAGES, type Language } from "@/l10n/languages";
import { regimeWords, stageWords } from "../words";
import type { Kind, Openness, TakesPart } from "./content";

export const KINDS = [
  "CONCERT",
  "RECITAL",
  "EXHIBITION",
  "WORKSHOP",
  "THEATRE",
  "CONTEST",
  "FAIR",
  "SPORT",
  "RELIGIOUS",
  "FAMILY_DAY",
  "CLOSING",
  "STREAM",
] as const satisfies readonly EventInput["kind"][];

export const AUDIENCES: readonly Audience[] = [
  "ENROLLED_RELATIVES",
  "PARTICIPANTS_RELATIVES",
  "INVITED",
  "PUBLIC",
  "ONLINE",
  "OFFICIALS",
  "INSIDE",
];

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
    RELIGIOUS: t`Actividad religiosa`,
    FAMILY_DAY: t`Día de las familias`,
    CLOSING: t`Clausura`,
    STREAM: t`Transmisión`,
  };
  return words[kind] ?? kind;
}

/** Who may come. */
export function audienceWords(audience: Audience): string {
  const words: Record<Audience, string> = {
    INSIDE: t`Solo quienes están aquí`,
    INVITED: t`Familias de quienes se invite`,
    ENROLLED_RELATIVES: t`Todas las familias de aquí`,
    PARTICIPANTS_RELATIVES: t`Familias de quienes participan`,
    PUBLIC: t`Público en general`,
    ONLINE: t`Por internet, cualquiera`,
    OFFICIALS: t`Autoridades`,
  };
  return words[audience];
}

/** Who will learn of it by that: the one thing that an audience decides. */
export function audienceNote(audience: Audience): string {
  const words: Record<Audience, string> = {
    INSIDE: t`Ninguna familia la ve ni recibe aviso.`,
    INVITED: t`La ven y reciben aviso solo las familias de las personas que usted anote como invitadas.`,
    ENROLLED_RELATIVES: t`La ve y recibe aviso toda familia con vínculo confirmado con alguien de aquí.`,
    PARTICIPANTS_RELATIVES: t`La ven y reciben aviso solo las familias de las personas que usted anote como participantes.`,
    PUBLIC: t`La ve todo el mundo en la página pública, también sin cuenta.`,
    ONLINE: t`La ve todo el mundo en la página pública, con el enlace de la transmisión.`,
    OFFICIALS: t`Ninguna familia la ve: a las autoridades se las invita aparte.`,
  };
  return words[audience];
}

export const PLACES: readonly Where[] = ["INSIDE", "OUTSIDE", "ONLINE"];

/** Where it is. */
export function whereWords(where: Where): string {
  const words: Record<Where, string> = {
    INSIDE: t`Aquí adentro`,
    OUTSIDE: t`En otro lugar`,
    ONLINE: t`Por internet`,
  };
  return words[where];
}

export const EFFECTS: readonly VisitEffect[] = ["NONE", "REPLACES", "EXTENDS", "BLOCKS"];

/** What an event does to the visits of its hours. */
export function effectWords(effect: VisitEffect): string {
  const words: Record<VisitEffect, string> = {
    NONE: t`Siguen igual`,
    REPLACES: t`La actividad es la visita`,
    EXTENDS: t`Duran más`,
    BLOCKS: t`No hay visitas`,
  };
  return words[effect];
}

/** The same in a sentence: who loses what, and who is told. */
export function effectNote(effect: VisitEffect): string {
  const words: Record<VisitEffect, string> = {
    NONE: t`Ninguna visita cambia.`,
    REPLACES: t`Al publicar se anulan las visitas reservadas que coinciden con ella y se avisa a esas familias: vienen a la actividad. Las de abogados, cónsules y autoridades siguen.`,
    EXTENDS: t`Las visitas que terminarían durante la actividad duran hasta que ella termine. Se avisa a quienes ya tienen una.`,
    BLOCKS: t`Al publicar se anulan las visitas reservadas que coinciden con ella y se avisa a esas familias. Las de abogados, cónsules y autoridades siguen.`,
  };
  return words[effect];
}

/** Who of those held may be named, in a few words. */
export function takesPartWords({ sexes, stages, regimes, consent, approval }: TakesPart): string {
  const women = sexes.length === 1 && sexes[0] === "FEMALE";
  const facts = [
    sexes.length !== 1 ? "" : women ? t`solo mujeres` : t`solo hombres`,
    ...regimes.map(regimeWords),
    ...stages.map(stageWords),
    consent ? t`con su firma` : "",
    approval ? t`hombres, según ${approval}` : "",
  ];
  return facts.filter(Boolean).join(" · ") || t`Cualquiera de este lugar`;
}

/** Visits that a release calls off, in figures and words; null: fewer than 5, but some. */
export function visitsWords(count: number | null): string {
  if (count === null) return t`menos de 5 visitas`;
  return plural(count, { one: "# visita", other: "# visitas" });
}

/** Whether a date stands. */
export function dateStateWords(state: DateState): string {
  const words: Record<DateState, string> = {
    PLANNED: t`En pie`,
    POSTPONED: t`Postergada, sin fecha nueva`,
    CANCELLED: t`Cancelada`,
  };
  return words[state];
}

/** Why somebody is named with an event. */
export function partWords(part: Part): string {
  return part === "PARTICIPANT" ? t`Participa` : t`Su familia está invitada`;
}

/** What a release does to a date. */
export function changeWords(kind: ChangeKind): string {
  const words: Record<ChangeKind, string> = {
    ADDED: t`Nueva`,
    CHANGED: t`Cambia`,
    POSTPONED: t`Se posterga`,
    CANCELLED: t`Se cancela`,
  };
  return words[kind];
}

/** What an event gets in the way of. */
export function clashWords(kind: ClashKind): string {
  const words: Record<ClashKind, string> = {
    VISITS: t`Hay visitas`,
    ROOM: t`El ambiente está ocupado`,
    OTHER_EVENT: t`Hay otra actividad`,
    CALENDAR_DAY: t`Es una fecha especial`,
  };
  return words[kind];
}

/** A part of an event, as the service names what differs. */
export function fieldWords(field: string): string {
  const words: Record<string, string> = {
    kind: t`Qué es`,
    audience: t`Quiénes pueden venir`,
    title: t`Título`,
    summary: t`De qué se trata`,
    venue: t`Dónde`,
    dates: t`Cuándo`,
    words: t`En otros idiomas`,
    works: t`Obras`,
    also_at: t`Otros lugares`,
    places: t`Cupos`,
    answers: t`Respuestas de las familias`,
    entry: t`Para entrar`,
    access: t`Accesibilidad`,
    poster: t`Imagen`,
    effect: t`Las visitas de esos días`,
    takes_part: t`Quiénes pueden participar`,
  };
  return words[field] ?? field;
}

/** What somebody who cannot walk, see or hear well asks about a place. */
export function opennessWords(fact: Openness): string {
  const words: Record<Openness, string> = {
    stepFree: t`Se llega sin escalones`,
    seats: t`Hay dónde sentarse`,
    toilets: t`Hay baños`,
    signLanguage: t`Hay lengua de señas`,
  };
  return words[fact];
}

/** A language by the name that everybody here knows. */
export function languageWords(language: string): string {
  const words: Record<Language, string> = {
    es: t`español`,
    quz: t`quechua`,
    ay: t`aimara`,
    en: t`inglés`,
  };
  return language in LANGUAGES ? words[language as Language] : language;
}

/** Families, in figures and words. */
export function familiesWords(count: number | null): string {
  if (count === null) return t`menos de 5 familias`;
  return plural(count, { one: "# familia", other: "# familias" });
}

/** Dates, in figures and words. */
export function datesWords(count: number): string {
  return plural(count, { 0: "sin fechas", one: "# fecha", other: "# fechas" });
}

/** Who goes and who waits for a place, in figures and words. */
export function comingWords(going: number, waiting: number): string {
  const go = plural(going, { 0: "nadie va todavía", one: "va #", other: "van #" });
  return waiting === 0 ? go : `${go} · ${waitingWords(waiting)}`;
}

/** How many people have places, in figures and words. */
export function goingWords(adults: number, children: number): string {
  const grown = plural(adults, { 0: "ningún adulto", one: "# adulto", other: "# adultos" });
  const small = plural(children, { 0: "ningún niño", one: "# niño", other: "# niños" });
  return t`Con lugar: ${grown} y ${small}.`;
}

/** Who waits for a place. */
export function waitingWords(count: number): string {
  return plural(count, { one: "# en espera", other: "# en espera" });
}

/** Who contributes to a programme, by what it is. */
export function partnerWords(kind: string): string {
  const words: Record<string, string> = {
    public: t`Entidad pública`,
    private: t`Entidad privada`,
    civil_society: t`Sociedad civil`,
    embassy: t`Embajada`,
    museum: t`Museo`,
    university: t`Universidad`,
    company: t`Empresa`,
  };
  return words[kind.toLowerCase()] ?? kind;
}

/** In what somebody contributes; nothing where it is not known. */
export function contributionWords(contribution: string): string {
  const words: Record<string, string> = { cash: t`en dinero`, in_kind: t`en bienes o servicios` };
  return words[contribution.toLowerCase()] ?? "";
}

/** Stretches of a programme, in figures and words. */
export function seasonsWords(count: number): string {
  return plural(count, { 0: "sin temporadas", one: "# temporada", other: "# temporadas" });
}
