import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { act, type Problem } from "@/data/acts";
import { MyData } from "@/data/gen/documents";
import { NoAnswer, Refused } from "@/data/send";
import { dayAt } from "@/l10n/dates";
import { save } from "@/platform/save";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Note } from "@/ui/Note";
import { Outcome } from "@/ui/Outcome";
import { Words } from "@/ui/Words";
import { inLines } from "./lines";

type State = { busy?: boolean; saved?: boolean; problem?: Problem; unanswered?: boolean };

/** Everything the service keeps of this account, as a text that its owner can read and keep. */
export function Download() {
  const { t } = useLingui();
  const [state, setState] = useState<State>({});
  const take = async () => {
    setState({ busy: true });
    setState(await taken());
  };
  return (
    <Card label={t`Guardar una copia`}>
      <Words as="heading">
        <Trans>Guardar una copia</Trans>
      </Words>
      <Words>
        <Trans>
          Un archivo con todo lo que guardamos de usted: su cuenta, sus personas, vínculos, visitas, avisos y
          celulares.
        </Trans>
      </Words>
      <Note tone="warn">
        <Trans>El archivo trae nombres y documentos. Guárdelo donde otros no lo abran.</Trans>
      </Note>
      <Outcome of={{ problem: state.problem, unanswered: state.unanswered ?? false }} />
      {state.saved ? (
        <Note tone="good" urgent>
          <Trans>Listo: el archivo está en su celular.</Trans>
        </Note>
      ) : null}
      {state.saved === false ? (
        <Note tone="warn" urgent>
          <Trans>El archivo no se guardó. Toque otra vez y elija dónde.</Trans>
        </Note>
      ) : null}
      <Button look="quiet" busy={state.busy ?? false} onPress={() => void take()}>
        <Trans>Guardar mis datos</Trans>
      </Button>
    </Card>
  );
}

/** Ask for the file and hand it over; the service counts how often, so it is asked for only here. */
async function taken(): Promise<State> {
  try {
    const outcome = await act(MyData, {});
    if ("problem" in outcome) return outcome;
    const { asOf, file } = outcome.done;
    return { saved: await save(`encuentro-${dayAt(asOf)}.txt`, inLines(file)) };
  } catch (error) {
    if (error instanceof NoAnswer) return { unanswered: true };
    if (error instanceof Refused) return { problem: { code: error.code, message: error.message } };
    throw error;
  }
}
