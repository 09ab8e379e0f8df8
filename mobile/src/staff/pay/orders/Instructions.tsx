import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { PersonPay, RevokeInstruction } from "@/data/gen/staff/statements";
import { useRefresh } from "@/data/reads";
import { dayAt, figures } from "@/l10n/dates";
import { soles } from "@/l10n/money";
import { Confirm } from "@/ui/Confirm";
import { Field } from "@/ui/Field";
import { State } from "@/ui/Note";
import { Outcome } from "@/ui/Outcome";
import { Reveal } from "@/ui/Reveal";
import { percent } from "../../workmonth/amounts";
import { useReader } from "../consents/Consents";
import type { Pay } from "../PersonPayScreen";
import { Recorded, Section } from "./Recorded";

type Props = { pay: Pay; onDone: (words: string) => void };
type Instruction = Pay["instructions"][number];

/** What a person wishes to go to a relative or to savings, by their own signed word. */
export function Instructions({ pay, onDone }: Props) {
  const { t } = useLingui();
  return (
    <Section title={t`Lo que la persona eligió`} none={t`No eligió enviar ni ahorrar.`}>
      {pay.instructions.map((each) => (
        <OneInstruction key={each.id} of={each} onDone={onDone} />
      ))}
    </Section>
  );
}

function OneInstruction({ of, onDone }: { of: Instruction; onDone: (words: string) => void }) {
  const { t } = useLingui();
  const reader = useReader();
  const to = of.relative ? reader(of.relative) : t`Sus ahorros`;
  const share = of.rate ? percent(of.rate) : "";
  const month = of.amount === null ? "" : soles(of.amount);
  const much = share ? t`${share} de lo que le queda libre` : t`${month} al mes`;
  const ended = of.revokedAt ? figures(dayAt(of.revokedAt)) : "";
  return (
    <Recorded title={`${to}: ${much}`} of={of}>
      {of.inForce ? (
        <>
          <State tone="good">{t`Vigente`}</State>
          <Revoke id={of.id} to={to} onDone={onDone} />
        </>
      ) : (
        <State tone="plain" icon="cross">
          {ended ? t`Retirado el ${ended}` : t`No está vigente`}
        </State>
      )}
    </Recorded>
  );
}

function Revoke({ id, to, onDone }: { id: string; to: string; onDone: (words: string) => void }) {
  const { t } = useLingui();
  const [act, setAct] = useState("");
  const revoke = useAct(RevokeInstruction);
  const refresh = useRefresh();
  const end = async () => {
    const by = act.trim() ? { act: act.trim() } : {};
    if (!(await revoke.run({ instructionId: id, ...by }))) return;
    refresh(PersonPay);
    onDone(t`Retirado: ya no se aparta nada para ${to}.`);
  };
  return (
    <Reveal label={t`Retirar`}>
      <Field
        label={t`Número de la hoja en que lo retira (si la hay)`}
        value={act}
        onChange={setAct}
        autoComplete="off"
        maxLength={120}
      />
      <Outcome of={revoke} />
      <Confirm label={t`Retirar`} yes={t`Sí, retirar`} busy={revoke.busy} onYes={() => void end()}>
        <Trans>Desde la próxima cuenta del mes no se aparta nada para {to}. Lo ya apartado queda.</Trans>
      </Confirm>
    </Reveal>
  );
}
