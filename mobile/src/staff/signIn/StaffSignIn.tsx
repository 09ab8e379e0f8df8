import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Form } from "@/ui/Form";
import { Note } from "@/ui/Note";
import { Outcome } from "@/ui/Outcome";
import { Words } from "@/ui/Words";
import { DocumentFields, NO_DOCUMENT } from "../parts/DocumentFields";
import { NewPassword } from "./NewPassword";
import { useStaffSignIn } from "./useStaffSignIn";

const LEAST = 12;

/** Sign in as staff: document, password, authenticator; the first time, a password of one's own. */
export default function StaffSignIn() {
  const { t } = useLingui();
  const { act, enter } = useStaffSignIn();
  const [document, setDocument] = useState(NO_DOCUMENT);
  const [password, setPassword] = useState("");
  const [totp, setTotp] = useState("");
  const [fresh, setFresh] = useState({ password: "", again: "" });
  const [first, setFirst] = useState(false);
  const [tried, setTried] = useState(false);
  const [triedFresh, setTriedFresh] = useState(false);
  const renewing = first || act.problem?.code === "PASSWORD_CHANGE_NEEDED";
  const number = document.number.replace(/\s/g, "");
  const given = number !== "" && password !== "" && totp.trim() !== "";
  const whole = given && (!renewing || (fresh.password.length >= LEAST && fresh.password === fresh.again));

  const submit = () => {
    setTried(true);
    setTriedFresh(renewing);
    if (!whole) return;
    setFirst(renewing);
    void enter({
      documentKind: document.kind,
      documentNumber: number,
      password,
      totp: totp.trim(),
      ...(renewing ? { newPassword: fresh.password } : {}),
    });
  };
  return (
    <Form onSubmit={submit}>
      <Words>
        <Trans>Para personal de las oficinas. La sesión dura un turno y se cierra sola.</Trans>
      </Words>
      <DocumentFields
        value={document}
        onChange={setDocument}
        error={tried && number === "" ? t`Escriba su número.` : undefined}
        own
      />
      <Field
        label={t`Contraseña`}
        value={password}
        onChange={setPassword}
        secureTextEntry
        autoCapitalize="none"
        autoComplete="current-password"
        maxLength={200}
        error={tried && password === "" ? t`Escriba su contraseña.` : undefined}
      />
      {renewing ? <NewPassword value={fresh} onChange={setFresh} least={LEAST} tried={triedFresh} /> : null}
      <Field
        label={t`Código de autenticación`}
        hint={t`Las seis cifras que muestra su autenticador ahora`}
        value={totp}
        onChange={setTotp}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={8}
        error={tried && totp.trim() === "" ? t`Escriba el código.` : undefined}
        onSubmitEditing={submit}
      />
      {act.problem?.code === "PASSWORD_CHANGE_NEEDED" ? (
        <Note tone="warn" urgent>
          {act.problem.message}
        </Note>
      ) : (
        <Outcome of={act} />
      )}
      <Button icon="lock" busy={act.busy} onPress={submit}>
        <Trans>Entrar</Trans>
      </Button>
    </Form>
  );
}
