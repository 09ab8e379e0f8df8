import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useRef, useState } from "react";
import { type Act, useAct } from "@/data/acts";
import { ConfirmSignInCode } from "@/data/gen/documents";
import { send } from "@/data/send";
import { newcomer } from "@/data/session";
import { deviceSecret, eraseProfile, type OpenProfile } from "@/data/vault";
import { deviceLabel } from "@/platform/device";
import { Button } from "@/ui/Button";
import { secondsUntil, useNow } from "@/ui/clock";
import { Field } from "@/ui/Field";
import { Outcome } from "@/ui/Outcome";
import { Words } from "@/ui/Words";
import type { SignedIn } from "./FamilySignIn";

type Props = {
  phone: string;
  sent: { challengeId: string; resendAfter: string };
  resend: () => void;
  resending: Pick<Act<never, never>, "busy" | "problem" | "unanswered">;
  change: () => void;
  onSignedIn: (signedIn: SignedIn, profile: OpenProfile) => void;
};

type Newcomer = Awaited<ReturnType<typeof newcomer>>;

/** The code that came by SMS. */
export function CodeStep({ phone, sent, resend, resending, change, onSignedIn }: Props) {
  const { t } = useLingui();
  const [code, setCode] = useState("");
  // One profile for all tries: an answer lost on the way is asked for again under the same name.
  const made = useRef<Newcomer | undefined>(undefined);
  const confirm = useAct(ConfirmSignInCode, (document, variables) =>
    send(document, variables, made.current?.bearing ?? {}),
  );
  const shown = `${phone.slice(0, 3)} ${phone.slice(3, 6)} ${phone.slice(6)}`;
  const wait = secondsUntil(sent.resendAfter, useNow(1000));

  const enter = async () => {
    made.current ??= await newcomer("family", shown);
    const device = await deviceSecret(phone);
    const done = await confirm.run({
      challengeId: sent.challengeId,
      code: code.trim(),
      device,
      deviceLabel: deviceLabel(),
    });
    if (!done) return;
    const { profile } = made.current;
    made.current = undefined;
    onSignedIn(done, profile);
  };
  useEffect(
    () => () => {
      if (made.current) void eraseProfile(made.current.profile.id);
    },
    [],
  );
  return (
    <>
      <Words live="polite">
        <Trans>Enviamos un código de 6 cifras al {shown}. Vale cinco minutos.</Trans>
      </Words>
      <Field
        label={t`Código`}
        value={code}
        onChange={setCode}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={8}
        onSubmitEditing={() => void enter()}
      />
      <Outcome of={confirm} />
      <Button busy={confirm.busy} onPress={() => void enter()}>
        <Trans>Entrar</Trans>
      </Button>
      <Outcome of={resending} />
      <Button look="quiet" disabled={wait > 0} busy={resending.busy} onPress={resend}>
        {wait > 0 ? <Trans>Pedir otro código (en {wait} s)</Trans> : <Trans>Pedir otro código</Trans>}
      </Button>
      <Button look="quiet" onPress={change}>
        <Trans>Cambiar el número</Trans>
      </Button>
    </>
  );
}
