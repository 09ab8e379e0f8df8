/** What is said of a door and of who came through it. */
import { plural, t } from "@lingui/core/macro";
import type { Kept } from "@/data/doorOutbox";
import type { GuestClass } from "@/data/gen/staff/door";
import { hoursWords } from "../workmonth/amounts";
import { count, type People } from "./door";

export const CLASSES: readonly GuestClass[] = ["RELATIVE", "PUBLIC", "OFFICIAL", "INMATE", "STAFF"];

/** Who somebody is that comes. */
export function classWords(guestClass: GuestClass): string {
  const words: Record<GuestClass, string> = {
    RELATIVE: t`Familiares`,
    PUBLIC: t`Público`,
    OFFICIAL: t`Autoridades`,
    INMATE: t`Quienes están aquí`,
    STAFF: t`Personal`,
  };
  return words[guestClass];
}

/** So many, in figures and words: “2 personas adultas y 1 menor de edad”. */
export function guestsWords({ adults, children }: People): string {
  const grown = plural(adults, { one: "# persona adulta", other: "# personas adultas" });
  const minors = plural(children, { one: "# menor de edad", other: "# menores de edad" });
  if (children === 0) return grown;
  return adults === 0 ? minors : t`${grown} y ${minors}`;
}

/** What waits on this phone: “Por enviar: 3”. */
export function unsentWords(waiting: number): string {
  return t`Por enviar: ${waiting}`;
}

/** What was not taken. */
export function refusedWords(refused: number): string {
  return plural(refused, { one: "# no se aceptó", other: "# no se aceptaron" });
}

/** How long something lasted: “45 min”, “1 h 30 min”. */
export function timeWords(minutes: number): string {
  return minutes < 60 ? t`${minutes} min` : hoursWords(minutes);
}

/** How long somebody took part. */
export function partWords(minutes: number): string {
  if (minutes === 0) return t`No participó`;
  const time = timeWords(minutes);
  return t`Participó ${time}`;
}

/** What was said, for whoever reads that it was not taken. `name`: of whom, where this phone still knows it. */
export function saidWords(said: Kept, name: string | undefined): string {
  if (said.as === "part") return [name, partWords(said.minutes)].filter(Boolean).join(" · ");
  if (said.as === "count") {
    const [who, many] = [classWords(said.guestClass), guestsWords(said)];
    return t`Conteo: ${who}, ${many}`;
  }
  const { guestClass, undoes } = said.mark;
  const who = name ?? (count(said.mark) > 0 ? guestsWords(said.mark) : classWords(guestClass));
  return undoes ? t`${who}: marca quitada` : t`${who}: entró`;
}
