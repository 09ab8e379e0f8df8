/** Words of booking: what a day offers, what a turn is, what a wish is about. */
import { t } from "@lingui/core/macro";
import { hours, longDay } from "@/l10n/dates";
import { placeWords, typeWords } from "../words";
import type { Mark, Turn } from "./days";

/** One word for a day, to stand in a square of the calendar. */
export function markWord(mark: Mark): string {
  if (mark === "free") return t`hay`;
  if (mark === "few") return t`pocos`;
  return mark === "no" ? t`no` : "–";
}

/** The same for who hears it, or has the room to read it. */
export function markWords(mark: Mark): string {
  if (mark === "free") return t`hay lugar`;
  if (mark === "few") return t`quedan pocos lugares`;
  return mark === "no" ? t`no se puede` : t`no hay visitas`;
}

/** The kind of a visit and where one sits: “Visita regular, en el patio de visitas”. */
export function kindWords(turn: Turn): string {
  const kind = typeWords(turn.visitType);
  const place = placeWords(turn.place);
  return `${kind}, ${place}`;
}

/** How many places are left of a turn that can be taken. */
export function placesWords(turn: Turn): string {
  if (turn.placesLeft === "FEW") return t`Quedan pocos lugares`;
  return turn.placesLeft === "PLENTY" ? t`Hay muchos lugares` : t`Hay lugar`;
}

/** What a wish is about, in one line. */
export function wishWords(who: string, turn: Turn): string {
  const day = longDay(turn.visitOn);
  const when = hours(turn.startsAt, turn.endsAt);
  return t`Visita a ${who}, ${day} ${when}`;
}
