import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { StepUp as StepUpDocument } from "@/data/gen/staff/account";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Field } from "@/ui/Field";
import { Outcome } from "@/ui/Outcome";
import { Words } from "@/ui/Words";
import type { SteppedAct } from "./useSteppedUp";

/** What became of a sensitive act; and while it waits for it, the authenticator's code. */
export function StepUp({ of }: { of: Pick<SteppedAct<never, never>, "waiting" | "problem" | "unanswered"> }) {
  return of.waiting ? <AskCode onAnswer={of.waiting} /> : <Outcome of={of} />;
}

function AskCode({ onAnswer }: { onAnswer: (shown: boolean) => void }) {
  const { t } = useLingui();
  const [code, setCode] = useState("");
  const step = useAct(StepUpDocument);
  const show = async () => {
    if (await step.run({ totp: code.trim() })) onAnswer(true);
  };
  return (
    <Card label={t`Por seguridad`}>
      <Words live="polite">
        <Trans>Por seguridad, escriba el código que muestra su autenticador. Después seguimos solos.</Trans>
      </Words>
      <Field
        label={t`Código de autenticación`}
        hint={t`Seis cifras. Si acaba de usar uno, espere al siguiente.`}
        value={code}
        onChange={setCode}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={8}
        autoFocus
        onSubmitEditing={() => void show()}
      />
      <Outcome of={step} />
      <Button icon="lock" busy={step.busy} disabled={code.trim() === ""} onPress={() => void show()}>
        <Trans>Continuar</Trans>
      </Button>
      <Button look="quiet" disabled={step.busy} onPress={() => onAnswer(false)}>
        <Trans>No, volver</Trans>
      </Button>
    </Card>
  );
}
