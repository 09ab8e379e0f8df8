import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { type Act, type Carrier, useAct } from "@/data/acts";
import {
  EraseMyData,
  type EraseMyDataMutation,
  type EraseMyDataMutationVariables,
} from "@/data/gen/documents";
import { Refused } from "@/data/send";
import { ask, ERASING, forget, useProfile } from "@/data/session";
import type { OpenProfile } from "@/data/vault";
import { go } from "@/nav/history";
import { href } from "@/nav/routes";
import { Button } from "@/ui/Button";
import { secondsUntil, useNow } from "@/ui/clock";
import { Field } from "@/ui/Field";
import { Note } from "@/ui/Note";
import { Outcome } from "@/ui/Outcome";
import { Words } from "@/ui/Words";

type Props = {
  phone: string;
  sent: { challengeId: string; resendAfter: string };
  resend: () => void;
  resending: Pick<Act<never, never>, "busy" | "problem" | "unanswered">;
  onBack: () => void;
};

/** The code that came erases the account, at once and for good. */
export function EraseCode({ phone, sent, resend, resending, onBack }: Props) {
  const { t } = useLingui();
  const profile = useProfile();
  const [code, setCode] = useState("");
  const erase = useAct(EraseMyData, carriedBy(profile));
  const wait = secondsUntil(sent.resendAfter, useNow(1000));
  const run = async () => {
    const done = await erase.run({ challengeId: sent.challengeId, code: code.trim() });
    if (!done) return;
    await forget({ why: "erased", calledOff: done.calledOff });
    go(href("home"), { replace: true });
  };
  return (
    <>
      <Words live="polite">
        <Trans>Enviamos un código {phone}. Vale cinco minutos.</Trans>
      </Words>
      <Field
        label={t`Código para borrar`}
        value={code}
        onChange={setCode}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={8}
      />
      {erase.unanswered ? (
        <Note tone="warn" icon="offline" urgent>
          <Trans>
            No hubo respuesta. No sabemos si su cuenta ya se borró. Toque otra vez con el mismo código: si ya
            se borró, se lo diremos.
          </Trans>
        </Note>
      ) : (
        <Outcome of={erase} />
      )}
      <Button look="danger" busy={erase.busy} onPress={() => void run()}>
        <Trans>Borrar mi cuenta para siempre</Trans>
      </Button>
      <Outcome of={resending} />
      <Button look="quiet" disabled={wait > 0} busy={resending.busy} onPress={resend}>
        {wait > 0 ? <Trans>Pedir otro código (en {wait} s)</Trans> : <Trans>Pedir otro código</Trans>}
      </Button>
      {erase.unanswered || erase.busy ? null : (
        // Not after an answer was lost: the account may be gone, and nobody can keep it then.
        <Button look="quiet" onPress={onBack}>
          <Trans>No, conservar mi cuenta</Trans>
        </Button>
      )}
    </>
  );
}

/** Remember that erasing was asked for until it is answered: a lost answer ends the session, and then that is why. */
function carriedBy(profile: OpenProfile): Carrier<EraseMyDataMutation, EraseMyDataMutationVariables> {
  return async (document, variables) => {
    await profile.write(ERASING, true);
    try {
      const answer = await ask(document, variables);
      const said = answer?.data.eraseMyData;
      if (said?.__typename === "Problem" && said.code !== "TRY_AGAIN") await profile.write(ERASING, false);
      return answer;
    } catch (error) {
      if (error instanceof Refused) await profile.write(ERASING, false);
      throw error;
    }
  };
}
