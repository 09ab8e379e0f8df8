import { useLingui } from "@lingui/react/macro";
import { Card } from "@/ui/Card";
import { Amount, PutAside } from "./Amount";
import { type Statement, totalsOf } from "./account";
import { Bar, Legend } from "./Bar";

/** The account in a few amounts that add up, as far as they are open. */
export function Summary({ statement, name }: { statement: Statement; name: string }) {
  const { t } = useLingui();
  const { gross, withheld, wished, personal, toFamily } = totalsOf(statement);
  const drawn = gross !== null && personal !== null;
  if (gross === null && withheld === null && personal === null && toFamily === null) return null;
  return (
    <Card label={t`Resumen`}>
      {gross === null ? null : <Amount label={t`Ganó`} amount={gross} />}
      {withheld === null ? null : <Amount label={t`Se descontó`} amount={withheld} />}
      {wished ? <Amount label={t`Eligió enviar o ahorrar`} amount={wished} /> : null}
      {personal === null ? null : <Amount sum label={t`Quedó para ${name}`} amount={personal} />}
      {drawn ? (
        <>
          <Bar value={gross} most={gross} filled={personal} />
          <Legend full={t`Quedó para ${name}`} hollow={t`El resto de lo que ganó`} />
        </>
      ) : null}
      {toFamily ? <PutAside amount={toFamily} /> : null}
    </Card>
  );
}
