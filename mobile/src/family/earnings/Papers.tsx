import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { act, type Problem, useAct } from "@/data/acts";
import { AskIncomeCertificate, StatementPdf } from "@/data/gen/family/statements";
import { NoAnswer, Refused } from "@/data/send";
import { soles } from "@/l10n/money";
import { keepPdf } from "@/platform/pdf";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Note } from "@/ui/Note";
import { Outcome } from "@/ui/Outcome";
import { Words } from "@/ui/Words";
import type { Statement } from "./account";

/** The account on paper, and a certificate of what was earned for whoever asks for one. */
export function Papers({ statement }: { statement: Statement }) {
  const { t } = useLingui();
  return (
    <>
      <Words as="heading">
        <Trans>En papel</Trans>
      </Words>
      <Account id={statement.id} />
      {statement.categories.includes("EARNINGS") && statement.gross ? (
        <Card label={t`Constancia de ingresos`}>
          <Words as="strong">
            <Trans>Constancia de ingresos</Trans>
          </Words>
          <Certificate statement={statement} />
        </Card>
      ) : null}
    </>
  );
}

type State = { busy?: boolean; kept?: boolean; problem?: Problem; unanswered?: boolean };

function Account({ id }: { id: string }) {
  const [state, setState] = useState<State>({});
  const keep = async () => {
    setState({ busy: true });
    setState(await printed(id));
  };
  return (
    <>
      <Outcome of={{ problem: state.problem, unanswered: state.unanswered ?? false }} />
      <Kept kept={state.kept} />
      <Button look="quiet" icon="print" busy={state.busy ?? false} onPress={() => void keep()}>
        <Trans>Guardar estas cuentas (PDF)</Trans>
      </Button>
    </>
  );
}

/** Ask for the paper and hand it over: that it was read is written down, so it is asked for only here. */
async function printed(id: string): Promise<State> {
  try {
    const outcome = await act(StatementPdf, { id });
    if ("problem" in outcome) return outcome;
    return { kept: await keepPdf(outcome.done.name, outcome.done.pdf) };
  } catch (error) {
    if (error instanceof NoAnswer) return { unanswered: true };
    if (error instanceof Refused) return { problem: { code: error.code, message: error.message } };
    throw error;
  }
}

function Kept({ kept }: { kept: boolean | undefined }) {
  if (kept === undefined) return null;
  return kept ? (
    <Note tone="good" urgent>
      <Trans>Listo: ya tiene el papel.</Trans>
    </Note>
  ) : (
    <Note tone="warn" urgent>
      <Trans>El papel no se guardó. Toque otra vez.</Trans>
    </Note>
  );
}

type Given = { number: string; total: number; checkUrl: string; month: string; pdf: string };

function Certificate({ statement }: { statement: Statement }) {
  const ask = useAct(AskIncomeCertificate);
  const [given, setGiven] = useState<Given>();
  const get = async () => {
    const done = await ask.run({ statementId: statement.id });
    if (done) setGiven(done);
  };
  if (given) return <GivenCertificate of={given} />;
  return (
    <>
      <Words>
        <Trans>
          Sirve para un colegio, un alquiler o un trámite. Dice cuánto se ganó en el mes y no dice dónde.
        </Trans>
      </Words>
      <Outcome of={ask} />
      <Button look="quiet" icon="card" busy={ask.busy} onPress={() => void get()}>
        <Trans>Pedir la constancia</Trans>
      </Button>
    </>
  );
}

function GivenCertificate({ of: { number, total, checkUrl, month, pdf } }: { of: Given }) {
  const { t } = useLingui();
  const [kept, setKept] = useState<boolean>();
  const amount = soles(total);
  const keep = async () => setKept(await keepPdf(`${t`constancia`}-${month.slice(0, 7)}.pdf`, pdf));
  return (
    <>
      <Note tone="good" urgent title={t`La constancia está lista`}>
        <Trans>Total del mes: {amount}</Trans>
      </Note>
      <Words as="small">
        <Trans>Número de la constancia:</Trans>
      </Words>
      <Words selectable>{number}</Words>
      <Words as="small">
        <Trans>Quien la reciba puede comprobarla aquí:</Trans>
      </Words>
      <Words selectable>{checkUrl}</Words>
      <Kept kept={kept} />
      <Button icon="print" onPress={() => void keep()}>
        <Trans>Guardar la constancia (PDF)</Trans>
      </Button>
    </>
  );
}
