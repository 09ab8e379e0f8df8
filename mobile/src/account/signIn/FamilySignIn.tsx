import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { type ConfirmSignInCodeMutation, RequestSignInCode } from "@/data/gen/documents";
import { send } from "@/data/send";
import { admit } from "@/data/session";
import { deviceSecret, type OpenProfile } from "@/data/vault";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Outcome } from "@/ui/Outcome";
import { Words } from "@/ui/Words";
import { CodeStep } from "./CodeStep";

export type SignedIn = Extract<ConfirmSignInCodeMutation["confirmSignInCode"], { __typename: "SignedIn" }>;
type Sent = { challengeId: string; resendAfter: string };

/** Sign in as a family: the number, and the code that comes. */
export function FamilySignIn() {
  const { t } = useLingui();
  const [phone, setPhone] = useState("");
  const [sent, setSent] = useState<Sent>();
  const request = useAct(RequestSignInCode, (document, variables) => send(document, variables, {}));
  const digits = phone.replace(/\D/g, "").replace(/^51(?=9\d{8}$)/, "");

  const ask = async () => {
    const device = await deviceSecret(digits);
    const done = await request.run({ phone: digits, device });
    if (done) setSent(done);
  };
  const enter = async (signedIn: SignedIn, profile: OpenProfile) =>
    admit(profile, signedIn.tokens, await deviceSecret(digits), signedIn.recoveryCode);

  if (sent) {
    return (
      <CodeStep
        phone={digits}
        sent={sent}
        resend={() => void ask()}
        resending={request}
        change={() => setSent(undefined)}
        onSignedIn={(signedIn, profile) => void enter(signedIn, profile)}
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
