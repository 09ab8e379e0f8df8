import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { EndOrder, type PayOrderEnding, PersonPay } from "@/data/gen/staff/statements";
import { useRefresh } from "@/data/reads";
import { type Day, figures, today } from "@/l10n/dates";
import { Confirm } from "@/ui/Confirm";
import { DateField } from "@/ui/DateField";
import { Outcome } from "@/ui/Outcome";
import { Reveal } from "@/ui/Reveal";

type Props = {
  kind: PayOrderEnding;
  id: string;
  from: Day;
  onDone: (words: string) => void;
};

/** From which day an order or a reparation does not hold any more. */
export function EndAct({ kind, id, from, onDone }: Props) {
  const { t } = useLingui();
  const [lastOn, setLastOn] = useState<Day | undefined>(today());
  const act = useAct(EndOrder);
  const refresh = useRefresh();
  const early = lastOn !== undefined && lastOn <= from;
  const day = lastOn ? figures(lastOn) : "";
  const end = async () => {
    if (!lastOn || !(await act.run({ kind, orderId: id, lastOn }))) return;
    refresh(PersonPay);
    onDone(t`Ya no se descuenta desde el ${day}.`);
  };
  return (
    <Reveal label={t`Terminar`}>
      <DateField
        label={t`Primer día en que ya no vale`}
        value={lastOn}
        onChange={setLastOn}
        error={early ? t`Debe ser después de que empezó.` : undefined}
      />
      <Outcome of={act} />
      {lastOn && !early ? (
        <Confirm label={t`Terminar`} yes={t`Sí, terminar`} busy={act.busy} onYes={() => void end()}>
          <Trans>
            Desde el {day} no se descuenta más por este acto. Lo descontado hasta ahora queda. No se puede
            deshacer.
          </Trans>
        </Confirm>
      ) : null}
    </Reveal>
  );
}
