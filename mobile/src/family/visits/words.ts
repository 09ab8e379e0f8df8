/** Words that several screens say about visits. */
import { plural, t } from "@lingui/core/macro";
import type { BookingState, CancelReason, VisitPlace, VisitType } from "@/data/gen/documents";

/** Why a visit is off, and what to do. */
export function cancelWords(reason: CancelReason | null): string {
  if (reason === "YOU_CANCELLED") return t`Usted canceló esta visita.`;
  if (reason === "DAY_CLOSED")
    return t`La visita se suspendió: ese día está cerrado. No vaya. Puede elegir otro día.`;
  if (reason === "EVENT")
    return t`La visita se canceló: a esa hora hay una actividad. No vaya. Puede elegir otra hora.`;
  if (reason === "RULE_CHANGED")
    return t`La visita se canceló porque cambió una regla. No vaya. Puede elegir otro día.`;
  return t`La visita se canceló. No vaya. Pregunte en la oficina de visitas.`;
}

/** Whether it is on, in two words. */
export function stateWords(state: BookingState): string {
  return state === "ACTIVE" ? t`Sigue en pie` : t`Cancelada`;
}

/** The kind of a visit. */
export function typeWords(type: VisitType): string {
  const words: Record<VisitType, string> = {
    ORDINARY: t`Visita regular`,
    CHILDREN: t`Visita de niños`,
    EXTRAORDINARY: t`Visita especial`,
    INTIMATE: t`Visita íntima`,
    VIRTUAL: t`Visita por video`,
    LAWYER: t`Visita de abogado`,
    OFFICIAL: t`Visita oficial`,
    CONSULAR: t`Visita consular`,
    RELIGIOUS: t`Visita religiosa`,
  };
  return words[type];
}

/** Where one sits. */
export function placeWords(place: VisitPlace): string {
  const words: Record<VisitPlace, string> = {
    BOOTH: t`en locutorio`,
    DIRECT: t`en el patio de visitas`,
    PRIVATE_ROOM: t`en ambiente privado`,
    LAWYERS_ROOM: t`en sala de abogados`,
    VIDEO_ROOM: t`en sala de video`,
  };
  return words[place];
}

/** How long it lasts. */
export function stayWords(minutes: number): string {
  const whole = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const inHours = plural(whole, { one: "# hora", other: "# horas" });
  const inMinutes = plural(rest, { one: "# minuto", other: "# minutos" });
  if (whole === 0) return inMinutes;
  return rest === 0 ? inHours : t`${inHours} y ${inMinutes}`;
}
