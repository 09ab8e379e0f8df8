import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { type ConfirmSignInCodeMutation, RequestSignInCode } from "@/data/gen/documents";
import { send } from "@/data/send";
import { admit } from "@/data/session";
import { deviceSecret, type OpenProfile } from "@/data/vault";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Note } from "@/ui/Note";
import { Outcome } from "@/ui/Outcome";
import { Words } from "@/ui/Words";
import { CodeStep } from "./CodeStep";

export type SignedIn = Extract<ConfirmSignInCodeMutation["confirmSignInCode"], { __typename: "SignedIn" }>;
type Sent = { challengeId: string; resendAfter: string };
type Waiting = { signedIn: SignedIn; profile: OpenProfile };

/** Sign in as a family: the number, the code that comes, and at the very first time a code to keep. */
export function FamilySignIn() {
  const { t } = useLingui();
  const [phone, setPhone] = useState("");
  const [sent, setSent] = useState<Sent>();
  const [waiting, setWaiting] = useState<Waiting>();
  const request = useAct(RequestSignInCode, (document, variables) => send(document, variables, {}));
  const digits = phone.replace(/\D/g, "").replace(/^51(?=9\d{8}$)/, "");

  const ask = async () => {
    const device = await deviceSecret(digits);
    const done = await request.run({ phone: digits, device });
    if (done) setSent(done);
  };
  const enter = async ({ signedIn, profile }: Waiting) =>
    admit(profile, signedIn.tokens, await deviceSecret(digits));

  if (waiting) return <CodeToKeep waiting={waiting} onKept={() => void enter(waiting)} />;
  if (sent) {
    return (
      <CodeStep
        phone={digits}
        sent={sent}
        resend={() => void ask()}
        resending={request}
        change={() => setSent(undefined)}
        onSignedIn={(signedIn, profile) =>
          void (signedIn.recoveryCode ? setWaiting({ signedIn, profile }) : enter({ signedIn, profile }))
        }
      />
    );
  }
  return (
    <>
      <Words>
        <Trans>Escriba su número de celular. Le enviaremos un código.</Trans>
      </Words>
      <Field
        label={t`Número de celular`}
        hint={t`Nueve cifras, como 900 099 001`}
        value={phone}
        onChange={setPhone}
        inputMode="tel"
        autoComplete="tel"
        maxLength={18}
        onSubmitEditing={() => void ask()}
      />
      <Outcome of={request} />
      <Button busy={request.busy} onPress={() => void ask()}>
        <Trans>Enviar el código</Trans>
      </Button>
    </>
  );
}

function CodeToKeep({ waiting, onKept }: { waiting: Waiting; onKept: () => void }) {
  return (
    <>
      <Note tone="warn">
        <Trans>
          Guarde este código en papel, en un lugar seguro. Si pierde su celular, con él podrá entrar desde
          otro. No lo volveremos a mostrar.
        </Trans>
      </Note>
      <Words as="huge" centred selectable>
        {waiting.signedIn.recoveryCode}
      </Words>
      <Button onPress={onKept}>
        <Trans>Ya lo guardé</Trans>
      </Button>
    </>
  );
}
