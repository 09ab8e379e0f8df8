import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { WithdrawTie } from "@/data/gen/documents";
import { dayAt, figures } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Confirm } from "@/ui/Confirm";
import { Note, State } from "@/ui/Note";
import { Outcome } from "@/ui/Outcome";
import { Words } from "@/ui/Words";
import { kinshipWords } from "./kinship";
import { useRefreshPeople } from "./people";
import { placeOf, type Tie, tieAdvice, tieState, whom } from "./ties";

/** A tie: between whom, where it stands, what that means and what to do. */
export function TieCard({ tie }: { tie: Tie }) {
  const { t } = useLingui();
  const { words, tone, icon } = tieState(tie.state);
  const name = whom(tie);
  const place = placeOf(tie);
  const visitor = tie.visitor?.givenNames ?? "";
  const advice = tieAdvice(tie);
  const given = tie.inmate?.givenNames ?? "";
  const asked = figures(dayAt(tie.askedAt));
  return (
    <Card label={t`Vínculo de ${visitor} con ${name}`}>
      <Words as="heading">{name}</Words>
      <State tone={tone} icon={icon}>
        {words}
      </State>
      <Words>
        {visitor} · {kinshipWords(tie.kinship)}
      </Words>
      {place ? <Words as="small">{place}</Words> : null}
      <Words as="small">
        <Trans>Pedido el {asked}</Trans>
      </Words>
      {advice ? <Words>{advice}</Words> : null}
      {tie.state === "APPROVED" && tie.inmate ? (
        <>
          <Button
            look="quiet"
            icon="calendar"
            label={t`Reservar una visita a ${given}`}
            to={href("bookFor", { inmate: tie.inmate.id })}
          >
            <Trans>Reservar una visita</Trans>
          </Button>
          <Button
            look="quiet"
            icon="coin"
            label={t`Lo que gana trabajando ${given}`}
            to={href("earningsOf", { inmate: tie.inmate.id })}
          >
            <Trans>Lo que gana trabajando</Trans>
          </Button>
        </>
      ) : null}
      <Withdraw tie={tie} />
    </Card>
  );
}

function Withdraw({ tie }: { tie: Tie }) {
  const { t } = useLingui();
  const [calledOff, setCalledOff] = useState<number>();
  const withdraw = useAct(WithdrawTie);
  const refresh = useRefreshPeople();
  if (calledOff !== undefined) return <Ended calledOff={calledOff} />;
  if (tie.state !== "RECEIVED" && tie.state !== "APPROVED") return null;
  const confirmed = tie.state === "APPROVED";
  const end = async () => {
    const done = await withdraw.run({ tieId: tie.id });
    if (!done) return;
    setCalledOff(done.calledOff);
    refresh();
  };
  return (
    <>
      <Outcome of={withdraw} />
      <Confirm
        label={confirmed ? t`Terminar este vínculo` : t`Retirar este pedido`}
        yes={confirmed ? t`Sí, terminarlo` : t`Sí, retirarlo`}
        busy={withdraw.busy}
        onYes={() => void end()}
      >
        {confirmed ? (
          <Trans>
            Se cancelarán las visitas reservadas con este vínculo. Para volver a visitar, la oficina tendrá
            que confirmarlo otra vez.
          </Trans>
        ) : (
          <Trans>La oficina dejará de revisarlo. Podrá pedirlo otra vez.</Trans>
        )}
      </Confirm>
    </>
  );
}

function Ended({ calledOff }: { calledOff: number }) {
  return (
    <Note tone="good" urgent>
      <Trans>Listo.</Trans>{" "}
      <Plural
        value={calledOff}
        _0="No había visitas reservadas."
        one="Se canceló # visita."
        other="Se cancelaron # visitas."
      />
    </Note>
  );
}
