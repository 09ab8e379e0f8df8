import { Trans, useLingui } from "@lingui/react/macro";
import { WhoMayVisit } from "@/data/gen/documents";
import { useKept, useRead } from "@/data/reads";
import { moment } from "@/l10n/dates";
import { Button } from "@/ui/Button";
import { Confirm } from "@/ui/Confirm";
import { Note } from "@/ui/Note";
import { Outcome } from "@/ui/Outcome";
import { Words } from "@/ui/Words";
import type { Happening, Live } from "./happening";
import { EVERYBODY, namesOf } from "./party";
import type { Answering } from "./useAnswer";
import { countWords } from "./words";

type Props = { happening: Happening; answer: Live; acts: Answering; now: number };

/** An answer that counts: what it is worth, who comes, and the way out. */
export function Standing({ happening, answer, acts, now }: Props) {
  return (
    <>
      <Worth answer={answer} acts={acts} now={now} />
      <WhoComes answer={answer} through={happening.through} />
      <Outcome of={acts.withdraw} />
      {Date.parse(happening.startsAt) > now ? <Withdraw state={answer.state} acts={acts} /> : null}
    </>
  );
}

function Worth({ answer, acts, now }: Omit<Props, "happening">) {
  const { t } = useLingui();
  if (answer.state === "GOING") {
    return (
      <Note tone="good" urgent title={t`Usted va`}>
        <Trans>
          Sus lugares están separados. Si van otras personas, deje estos lugares y responda otra vez.
        </Trans>
      </Note>
    );
  }
  if (answer.state === "WAITING") {
    return (
      <Note tone="plain" urgent title={t`Está en la lista de espera`}>
        <Trans>Todavía no tiene lugar. Le avisaremos si se libera un lugar.</Trans>
      </Note>
    );
  }
  return <Offer until={answer.offeredUntil} acts={acts} now={now} />;
}

function Offer({ until, acts, now }: { until: string | null; acts: Answering; now: number }) {
  const { t } = useLingui();
  const end = until ? moment(until) : "";
  if (until && Date.parse(until) <= now) {
    return (
      <Note tone="warn" icon="clock" urgent title={t`Pasó el plazo`}>
        <Trans>Tenía hasta {end} para aceptar. Los lugares quedan libres para otra familia.</Trans>
      </Note>
    );
  }
  return (
    <>
      <Note tone="warn" icon="bell" urgent title={t`Hay lugar para ustedes`}>
        <Trans>Tiene hasta {end} para aceptar. Si no acepta, queda libre para otra familia.</Trans>
      </Note>
      <Outcome of={acts.take} />
      <Button icon="check" busy={acts.take.busy} onPress={() => void acts.take.run()}>
        <Trans>Aceptar: sí vamos</Trans>
      </Button>
    </>
  );
}

function WhoComes({ answer, through }: { answer: Live; through: Happening["through"] }) {
  const [kept] = useKept(WhoMayVisit);
  const { data } = useRead(WhoMayVisit, EVERYBODY, { keep: true, when: !kept });
  const names = namesOf(answer.visitorIds, data);
  const count = countWords(answer);
  const inmate = through.length > 1 ? through.find((each) => each.id === answer.inmateId) : undefined;
  const name = inmate?.givenNames;
  return (
    <>
      <Words>{names ? `${count}: ${names}` : count}</Words>
      {name ? (
        <Words>
          <Trans>Van por {name}</Trans>
        </Words>
      ) : null}
    </>
  );
}

function Withdraw({ state, acts }: { state: Live["state"]; acts: Answering }) {
  const { t } = useLingui();
  const yes = () => void acts.withdraw.run();
  if (state === "WAITING") {
    return (
      <Confirm
        label={t`Salir de la lista de espera`}
        icon="cross"
        yes={t`Sí, salir de la lista`}
        busy={acts.withdraw.busy}
        onYes={yes}
      >
        <Trans>Si después quiere ir, tendrá que responder otra vez y esperar de nuevo.</Trans>
      </Confirm>
    );
  }
  return (
    <Confirm
      label={state === "OFFERED" ? t`No vamos a ir` : t`Ya no vamos`}
      icon="cross"
      yes={t`Sí, dejar los lugares`}
      busy={acts.withdraw.busy}
      onYes={yes}
    >
      <Trans>
        Los lugares quedarán libres para otra familia. Si después quiere ir, tendrá que responder otra vez y
        puede que ya no haya lugar.
      </Trans>
    </Confirm>
  );
}
