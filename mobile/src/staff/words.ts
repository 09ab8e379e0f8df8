/** What the codes of an office's work are called. Nothing of it is shown to a family. */
import { t } from "@lingui/core/macro";
import type { Capacity, DocumentKind, Role, Sex } from "@/data/gen/documents";
import type {
  CustodyStatus,
  EndReason,
  EventKind,
  MatchClue,
  Regime,
  RestrictionKind,
  RestrictionReason,
  Stage,
  TieReason,
} from "@/data/gen/staff/registry";
import type { ClosureReason } from "@/data/gen/staff/visits";

/** The kind of an identity document. */
export function documentWords(kind: DocumentKind): string {
  const words: Record<DocumentKind, string> = {
    DNI: t`DNI`,
    FOREIGNER_CARD: t`Carné de extranjería`,
    PASSPORT: t`Pasaporte`,
  };
  return words[kind];
}

/** What somebody does at a place. */
export function roleWords(role: Role): string {
  const words: Record<Role, string> = {
    VISITS_REGISTRAR: t`Registro de visitas`,
    GATE_OFFICER: t`Puerta`,
    WORK_SUPERVISOR: t`Supervisión de taller`,
    WORK_CHIEF: t`Jefatura de trabajo`,
    PROGRAMME_COORDINATOR: t`Coordinación de programas`,
    DIRECTOR: t`Dirección`,
    AUDITOR: t`Auditoría`,
    ADMINISTRATOR: t`Administración`,
  };
  return words[role];
}

/** How somebody is on a family's list. */
export function capacityWords(capacity: Capacity): string {
  const words: Record<Capacity, string> = {
    OWN: t`Es quien tiene la cuenta.`,
    SHARED_PHONE: t`Comparte el celular con quien tiene la cuenta.`,
    REPRESENTED: t`No tiene celular: un familiar pide por ella o por él.`,
    MINOR: t`Es menor de edad.`,
  };
  return words[capacity];
}

/** What an identity document says. */
export function sexWords(sex: Sex): string {
  return sex === "FEMALE" ? t`Mujer` : t`Hombre`;
}

/** What of a request agrees with a person of the list. */
export function clueWords(clue: MatchClue): string {
  const words: Record<MatchClue, string> = {
    REGISTER_NUMBER: t`el número de registro`,
    SURNAMES: t`los apellidos`,
    GIVEN_NAMES: t`los nombres`,
    BIRTH_YEAR: t`el año de nacimiento`,
    CONFIRMED_BEFORE: t`ya estuvo confirmado antes`,
  };
  return words[clue];
}

/** Why a request is approved or refused. */
export function tieReasonWords(reason: TieReason): string {
  const words: Record<TieReason, string> = {
    ON_INMATES_LIST: t`Está en la lista de visitas de la persona`,
    INMATE_AGREED: t`La persona dijo que sí`,
    KINSHIP_PROVEN: t`Mostró documentos del parentesco`,
    NO_MATCH: t`Nadie de aquí coincide`,
    INMATE_DECLINED: t`La persona dijo que no`,
    KINSHIP_NOT_PROVEN: t`No se probó el parentesco`,
    IDENTITY_DOUBTFUL: t`Hay dudas sobre quién pide`,
    REPEATED: t`El pedido está repetido`,
    PROTECTION: t`Hay una protección vigente`,
  };
  return words[reason];
}

/** Why a confirmed tie ends. */
export function endReasonWords(reason: EndReason): string {
  const words: Record<EndReason, string> = {
    INMATE_ASKED: t`Lo pidió la persona`,
    KINSHIP_ENDED: t`Ya no hay parentesco`,
    CONFIRMED_BY_MISTAKE: t`Se confirmó por error`,
    PROTECTION: t`Por protección`,
  };
  return words[reason];
}

/** Why days are closed. */
export function closureWords(reason: ClosureReason): string {
  const words: Record<ClosureReason, string> = {
    SEARCH: t`Revisión`,
    DISTURBANCE: t`Desorden`,
    EMERGENCY: t`Emergencia`,
    HEALTH: t`Salud`,
    MAINTENANCE: t`Mantenimiento`,
    STAFF: t`Falta de personal`,
    HOLIDAY: t`Feriado`,
  };
  return words[reason];
}

/** Where a person stands today. */
export function statusWords(status: CustodyStatus): string {
  const words: Record<CustodyStatus, string> = {
    HELD: t`Está aquí`,
    OUTSIDE: t`Salió por un tiempo`,
    MONITORED: t`Con vigilancia electrónica`,
    RELEASED: t`En libertad`,
    TRANSFERRED_ABROAD: t`Trasladada al exterior`,
    EVADED: t`Evadida`,
    DECEASED: t`Fallecida`,
  };
  return words[status];
}

/** A building: many are called by a number alone. */
export function pavilionWords(name: string | null): string {
  return name && /^\d/.test(name) ? t`Pabellón ${name}` : (name ?? "");
}

/** The regime of a person. */
export function regimeWords(regime: Regime): string {
  const words: Record<Regime, string> = {
    CLOSED_ORDINARY: t`Cerrado ordinario`,
    CLOSED_SPECIAL: t`Cerrado especial`,
    SEMI_OPEN: t`Semiabierto`,
    OPEN: t`Abierto`,
  };
  return words[regime];
}

/** The stage within a closed regime. */
export function stageWords(stage: Stage): string {
  const words: Record<Stage, string> = {
    MINIMUM: t`Mínima seguridad`,
    MEDIUM: t`Mediana seguridad`,
    MAXIMUM: t`Máxima seguridad`,
    A: t`Etapa A`,
    B: t`Etapa B`,
    C: t`Etapa C`,
    EXTREME: t`Extrema seguridad`,
  };
  return words[stage];
}

/** What happened to somebody's custody. */
export function eventWords(kind: EventKind): string {
  const words: Record<EventKind, string> = {
    ADMISSION: t`Ingreso`,
    CONVICTION: t`Sentencia`,
    STAGE_CHANGE: t`Cambio de etapa`,
    REGIME_CHANGE: t`Cambio de régimen`,
    PAVILION_CHANGE: t`Cambio de pabellón`,
    TRANSFER: t`Traslado`,
    OUTING: t`Salida temporal`,
    RETURN: t`Retorno`,
    MONITORING_ORDERED: t`Vigilancia electrónica ordenada`,
    MONITORING_INSTALLED: t`Vigilancia electrónica instalada`,
    MONITORING_BREACH: t`Vigilancia electrónica incumplida`,
    SEMI_LIBERTY: t`Semilibertad`,
    CONDITIONAL_RELEASE: t`Liberación condicional`,
    RELEASE: t`Libertad`,
    BENEFIT_REVOKED: t`Revocatoria`,
    TRANSFER_ABROAD: t`Traslado al exterior`,
    EVASION: t`Evasión`,
    DEATH: t`Fallecimiento`,
  };
  return words[kind];
}

/** What a restriction bars. */
export function restrictionWords(kind: RestrictionKind): string {
  const words: Record<RestrictionKind, string> = {
    INMATE_SANCTION: t`Sin visitas por un tiempo`,
    VISITOR_SANCTION: t`Una persona no puede visitar`,
    PROTECTIVE_BLOCK: t`Protección entre dos personas`,
  };
  return words[kind];
}

/** Why a restriction was put. */
export function restrictionReasonWords(reason: RestrictionReason): string {
  const words: Record<RestrictionReason, string> = {
    DISCIPLINE: t`Disciplina`,
    GATE_INCIDENT: t`Hecho en la puerta`,
    COURT_ORDER: t`Orden judicial`,
    INMATE_ASKED: t`Lo pidió la persona`,
    SAFETY: t`Seguridad`,
    HEALTH: t`Salud`,
  };
  return words[reason];
}
