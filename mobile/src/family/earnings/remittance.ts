/** Where a remittance stands, in plain words. */
import { t } from "@lingui/core/macro";
import type { MyRemittancesQuery } from "@/data/gen/family/statements";
import type { Shape } from "@/ui/shapes";
import type { Tone } from "@/ui/theme";

export type Remittance = Extract<
  MyRemittancesQuery["myRemittances"],
  { __typename: "MyRemittances" }
>["remittances"][number];

type Standing = { words: string; tone: Tone; icon: Shape; meaning: string };

/** Its state in a word, and what that means for whoever waits for it. */
export function standingOf(state: Remittance["state"]): Standing {
  switch (state) {
    case "ASKED":
      return { words: t`Pedido`, tone: "plain", icon: "clock", meaning: t`Falta que lo aprueben.` };
    case "APPROVED":
      return { words: t`Aprobado`, tone: "plain", icon: "clock", meaning: t`Falta que salga al banco.` };
    case "SENT":
      return { words: t`En camino`, tone: "warn", icon: "onwards", meaning: t`Está en el banco.` };
    case "CONFIRMED":
      return { words: t`Pagado`, tone: "good", icon: "check", meaning: t`El banco dice que lo pagó.` };
    case "RETURNED":
      return {
        words: t`Devuelto`,
        tone: "bad",
        icon: "backwards",
        meaning: t`El banco no pudo pagarlo. El dinero volvió a quien lo mandó.`,
      };
    case "REFUSED":
      return {
        words: t`No se hizo`,
        tone: "bad",
        icon: "cross",
        meaning: t`El dinero sigue siendo de quien lo mandó.`,
      };
    case "CANCELLED":
      return {
        words: t`Anulado`,
        tone: "plain",
        icon: "cross",
        meaning: t`El dinero sigue siendo de quien lo mandó.`,
      };
  }
}
