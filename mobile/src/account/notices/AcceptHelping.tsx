import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { AcceptHelping as Document, Helpers } from "@/data/gen/documents";
import { useRefresh } from "@/data/reads";
import { Button } from "@/ui/Button";
import { Tick } from "@/ui/Choice";
import { Field } from "@/ui/Field";
import { Note } from "@/ui/Note";
import { Outcome } from "@/ui/Outcome";
import { Words } from "@/ui/Words";

/** Agreeing to be told what somebody else is told, with the code that they said. */
export function AcceptHelping() {
  const { t } = useLingui();
  const act = useAct(Document);
  const refresh = useRefresh();
  const [code, setCode] = useState("");
  const [agreed, setAgreed] = useState(false);
  const [missing, setMissing] = useState(false);
  const [done, setDone] = useState(false);
  const accept = async () => {
    const typed = code.trim();
    setMissing(!typed || !agreed);
    setDone(false);
    if (!typed || !agreed || !(await act.run({ code: typed }))) return;
    setCode("");
    setAgreed(false);
    setDone(true);
    refresh(Helpers);
  };
  const send = () => void accept();
  return (
    <>
      <Words>
        <Trans>Si alguien le dio un código, escríbalo aquí para recibir los avisos de sus visitas.</Trans>
      </Words>
      <Field
        label={t`Código que le dieron`}
        hint={t`Letras y números, como K7M-P3Q-X9T`}
        value={code}
        onChange={setCode}
        onSubmitEditing={send}
        autoCapitalize="characters"
        autoComplete="off"
        maxLength={20}
        error={missing && !code.trim() ? t`Escriba el código.` : undefined}
      />
      <Tick
        label={t`Acepto recibir los avisos de esa persona`}
        note={t`No se los muestro a nadie. Puedo terminar cuando quiera.`}
        value={agreed}
        onChange={setAgreed}
      />
      {missing && code.trim() && !agreed ? (
        <Note tone="bad" urgent>
          <Trans>Marque que acepta.</Trans>
        </Note>
      ) : null}
      <Outcome of={act} />
      {done ? (
        <Note tone="good" urgent>
          <Trans>Listo. Los avisos de esa persona le llegan también a usted.</Trans>
        </Note>
      ) : null}
      <Button busy={act.busy} onPress={send}>
        <Trans>Ayudar a esa persona</Trans>
      </Button>
    </>
  );
}
