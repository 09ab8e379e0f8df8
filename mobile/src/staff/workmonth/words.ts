/** What the codes of work and its months are called. Nothing of it is shown to a family. */
import { plural, t } from "@lingui/core/macro";
import type {
  EnrolmentEnd,
  MonthReturnReason,
  PriceBasis,
  RecordAnswer,
  WorkAbsence,
  WorkMonthState,
  WorkPlace,
  WorkshopModality,
} from "@/data/gen/staff/work";
import { type Day, figures } from "@/l10n/dates";
import { hoursWords } from "./amounts";

/** How far a month is. */
export function monthStateWords(state: WorkMonthState): string {
  const words: Record<WorkMonthState, string> = {
    DRAFT: t`Borrador`,
    REVIEWED: t`Revisado`,
    CLOSED: t`Cerrado`,
  };
  return words[state];
}

/** How a workshop is run. */
export function modalityWords(modality: WorkshopModality): string {
  const words: Record<WorkshopModality, string> = {
    PRIVATE_WORKSHOP: t`Taller de una empresa`,
    INPE_WORKSHOP: t`Taller de la institución`,
    INDIVIDUAL_GROUP: t`Por cuenta propia, solo o en grupo`,
    AUXILIARY_SERVICE: t`Servicio auxiliar, sin pago`,
    TRAINING: t`Capacitación`,
    SPECIAL_PROJECT: t`Proyecto especial`,
    CETPRO_PROJECT: t`Proyecto del centro de educación`,
    EXTERNAL_ASSISTED: t`Trabajo afuera, asistido`,
    FREE_MEDIUM: t`Medio libre`,
    INMATES_COMPANY: t`Empresa propia de quienes trabajan`,
  };
  return words[modality];
}

/** What a price is paid for. */
export function basisWords(basis: PriceBasis): string {
  const words: Record<PriceBasis, string> = {
    PIECE: t`Por pieza`,
    HOUR: t`Por hora`,
    DAY: t`Por día`,
    SALE_SHARE: t`Parte de la venta`,
    SUBSIDY: t`Subvención por día`,
    BONUS: t`Bono`,
    PENALTY: t`Descuento por pedido atrasado`,
    ZERO: t`Sin pago`,
  };
  return words[basis];
}

/** Why a reviewed month, or the account of somebody who left, goes back to its workshop. */
export function returnWords(why: MonthReturnReason): string {
  const words: Record<MonthReturnReason, string> = {
    HOURS: t`Las horas no coinciden`,
    PIECES: t`Las piezas no coinciden`,
    PEOPLE: t`Falta o sobra una persona`,
    OTHER: t`Otro motivo`,
  };
  return words[why];
}

/** Why somebody leaves a workshop. */
export function enrolmentEndWords(reason: EnrolmentEnd): string {
  const words: Record<EnrolmentEnd, string> = {
    OWN_WISH: t`Lo pidió la persona`,
    TRANSFER: t`Traslado`,
    RELEASE: t`Salió en libertad`,
    SANCTION: t`Sanción`,
    CLOSED: t`El taller terminó`,
    OTHER: t`Otro motivo`,
  };
  return words[reason];
}

/** Where it was worked. */
export function workPlaceWords(place: WorkPlace): string {
  const words: Record<WorkPlace, string> = {
    WORKSHOP: t`En el taller`,
    YARD: t`En el patio`,
    FIELD: t`En el campo`,
    SERVICE: t`En un servicio`,
    OUTSIDE: t`Afuera`,
    CELL: t`En la celda`,
    CORRIDOR: t`En el pasillo`,
  };
  return words[place];
}

/** Why somebody did not work. */
export function absenceWords(absence: WorkAbsence): string {
  const words: Record<WorkAbsence, string> = {
    MEDICAL: t`Atención médica`,
    COURT: t`Diligencia judicial`,
    HOSPITAL: t`Hospital`,
    PERMISSION: t`Permiso`,
    VISIT: t`Visita`,
    TRANSFER: t`Traslado`,
    ISOLATION: t`Aislamiento`,
    LOCKDOWN: t`Encierro general`,
    OTHER: t`Otro motivo`,
  };
  return words[absence];
}

/** What a person said of a record of a day. */
export function recordAnswerWords(answer: RecordAnswer): string {
  return answer === "AGREED" ? t`Está de acuerdo` : t`No está de acuerdo`;
}

/** People, in figures and words. */
export function peopleWords(count: number): string {
  return plural(count, { one: "# persona", other: "# personas" });
}

/** Days of work, in figures and words. */
export function daysWords(count: number): string {
  return plural(count, { one: "# día", other: "# días" });
}

/** Hours of a day that were told already: more or fewer than were counted. */
export function lateWords(minutes: number, on: Day): string {
  const [hours, day] = [hoursWords(Math.abs(minutes)), figures(on)];
  return minutes > 0 ? t`${hours} más del ${day}` : t`${hours} menos del ${day}`;
}

/** How many signed. */
export function signedWords(count: number): string {
  return plural(count, { 0: "nadie firmó todavía", one: "# firmó", other: "# firmaron" });
}

/** How many do not agree; nothing when nobody. */
export function objectedWords(count: number): string {
  return plural(count, { 0: "", one: "# no está de acuerdo", other: "# no están de acuerdo" });
}
