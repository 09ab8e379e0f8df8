/** Ties of an account: whom they lead to, and the words for where they stand. */
import { t } from "@lingui/core/macro";
import type { MyTiesQuery, TieState } from "@/data/gen/documents";
import type { Shape } from "@/ui/shapes";
import type { Tone } from "@/ui/theme";
import { fullName } from "./people";

export type Tie = MyTiesQuery["myTies"]["nodes"][number];

/** How many of them are fetched at a time. */
export const PAGE = 10;

/** The person it leads to: as the office knows them once it is confirmed, as the family wrote them before. */
export function whom(tie: Tie): string {
  const known = tie.inmate ?? tie.asked;
  return known ? fullName(known) : t`Su familiar`;
}

/** Where that person is, if the family may know. */
export function placeOf(tie: Tie): string | undefined {
  return (tie.inmate ?? tie.asked)?.establishment?.name;
}

/** Its state in a word or two. */
export function tieState(state: TieState): { words: string; tone: Tone; icon: Shape } {
  if (state === "RECEIVED") return { words: t`Recibido`, tone: "warn", icon: "clock" };
  if (state === "APPROVED") return { words: t`Confirmado`, tone: "good", icon: "check" };
  if (state === "NOT_CONFIRMED") return { words: t`No confirmado`, tone: "bad", icon: "cross" };
  return { words: t`Terminado`, tone: "plain", icon: "cross" };
}

/** What it means and what to do, where its state alone does not say it. */
export function tieAdvice(tie: Tie): string | undefined {
  if (tie.state === "RECEIVED") return t`La oficina lo está revisando. Le avisaremos aquí.`;
  if (tie.state === "ENDED") return t`Con este vínculo ya no se puede reservar.`;
  if (tie.state === "APPROVED")
    return tie.inmate ? undefined : t`Por ahora no se puede reservar. Pregunte en la oficina de visitas.`;
  return t`La oficina no pudo confirmarlo. Revise los datos y pídalo otra vez, o pregunte en la oficina de visitas.`;
}
