import { Trans, useLingui } from "@lingui/react/macro";
import { figures } from "@/l10n/dates";
import { soles } from "@/l10n/money";
import { State } from "@/ui/Note";
import { Words } from "@/ui/Words";
import { percent } from "../../workmonth/amounts";
import type { Pay } from "../PersonPayScreen";
import { baseWords, orderKindWords } from "../words";
import { EndAct } from "./EndAct";
import { Recorded, Section } from "./Recorded";

type Props = { pay: Pay; onDone: (words: string) => void };
type Order = Pay["orders"][number];

/** Orders of judges: support of a child, an attached debt. */
export function Orders({ pay, onDone }: Props) {
  const { t } = useLingui();
  return (
    <Section title={t`Órdenes de un juez`} none={t`No hay órdenes anotadas.`}>
      {pay.orders.map((each) => (
        <OneOrder key={each.id} of={each} onDone={onDone} />
      ))}
    </Section>
  );
}

function OneOrder({ of, onDone }: { of: Order; onDone: (words: string) => void }) {
  const { t } = useLingui();
  const kind = orderKindWords(of.kind);
  const paid = soles(of.paid);
  const left = of.left === null ? "" : soles(of.left);
  const [from, to] = [figures(of.validFrom), of.validTo ? figures(of.validTo) : ""];
  const { priority } = of;
  return (
    <Recorded title={`${kind}: ${useMuch()(of)}`} of={of}>
      <Words>
        {left ? (
          <Trans>
            Descontado {paid}, falta {left}
          </Trans>
        ) : (
          <Trans>Descontado {paid}</Trans>
        )}
      </Words>
      <Words as="small">
        {to ? t`Desde el ${from}; no vale desde el ${to}` : t`Desde el ${from}`} · {t`orden ${priority}`}
      </Words>
      {of.inForce ? (
        <>
          <State tone="good">{t`Vigente`}</State>
          <EndAct kind={of.kind} id={of.id} from={of.validFrom} onDone={onDone} />
        </>
      ) : (
        <State tone="plain" icon="cross">{t`No está vigente`}</State>
      )}
    </Recorded>
  );
}

/** How much an order takes, in words. */
function useMuch(): (of: Pick<Order, "rate" | "amount" | "balance" | "base">) => string {
  const { t } = useLingui();
  return ({ rate, amount, balance, base }) => {
    const share = rate ? percent(rate) : "";
    const [month, all] = [amount === null ? "" : soles(amount), balance === null ? "" : soles(balance)];
    return [share && `${share} ${baseWords(base)}`, month && t`${month} al mes`, all && t`${all} en total`]
      .filter(Boolean)
      .join(" · ");
  };
}
