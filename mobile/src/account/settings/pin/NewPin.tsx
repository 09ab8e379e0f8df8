import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { changePin, useProfile } from "@/data/session";
import { Button } from "@/ui/Button";
import { PinField } from "./PinField";
import { LONGEST, pinFault, SHORTEST } from "./rules";
import { useTries } from "./useTries";

/** A first PIN, or another one: typed twice, for what is typed is not seen. */
export function NewPin({ onDone }: { onDone: (what?: "set" | "changed") => void }) {
  const { t } = useLingui();
  const { hasPin } = useProfile();
  const [old, setOld] = useState("");
  const [pin, setPin] = useState("");
  const [again, setAgain] = useState("");
  const [looked, setLooked] = useState(false);
  const tries = useTries();
  const fault = pinFault(pin);
  const faults = {
    length: t`Escriba de ${SHORTEST} a ${LONGEST} cifras.`,
    easy: t`Ese PIN es fácil de adivinar. Elija otro.`,
  };
  const wrong = looked && fault ? faults[fault] : undefined;
  const different = looked && !fault && again !== pin ? t`No es igual al de arriba.` : undefined;
  const save = async () => {
    setLooked(true);
    if (fault || again !== pin || (hasPin && !old)) return;
    const changed = await tries.run(() => changePin(old, pin));
    if (changed) onDone(hasPin ? "changed" : "set");
    else setOld("");
  };
  return (
    <>
      {hasPin ? <PinField label={t`PIN de ahora`} value={old} onChange={setOld} error={tries.error} /> : null}
      <PinField
        label={t`PIN nuevo`}
        hint={t`De ${SHORTEST} a ${LONGEST} cifras. No use 1234 ni su cumpleaños.`}
        value={pin}
        onChange={setPin}
        error={wrong}
      />
      <PinField
        label={t`Otra vez el PIN nuevo`}
        value={again}
        onChange={setAgain}
        error={different}
        onSubmit={() => void save()}
      />
      <Button icon="lock" busy={tries.busy} onPress={() => void save()}>
        <Trans>Guardar el PIN</Trans>
      </Button>
      <Button look="quiet" onPress={() => onDone()}>
        <Trans>No, volver</Trans>
      </Button>
    </>
  );
}
