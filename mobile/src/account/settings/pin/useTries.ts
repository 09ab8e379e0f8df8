import { useLingui } from "@lingui/react/macro";
import { useState } from "react";

/** Something for which the PIN of now is needed: whether it went through, and how many tries are left. */
export function useTries() {
  const { t } = useLingui();
  const [busy, setBusy] = useState(false);
  const [left, setLeft] = useState<number>();
  return {
    busy,
    error:
      left === undefined
        ? undefined
        : t`El PIN no es correcto. Quedan ${left} intentos; después se borra lo que guarda este celular.`,
    async run(attempt: () => Promise<number | undefined>): Promise<boolean> {
      setBusy(true);
      const triesLeft = await attempt();
      setBusy(false);
      setLeft(triesLeft);
      return triesLeft === undefined;
    },
  };
}
