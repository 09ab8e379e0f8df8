import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Field } from "@/ui/Field";
import { Note } from "@/ui/Note";
import { faultOf, hourOf, isLong, type Worked } from "./entries";

type Props = {
  worked: Worked;
  /** Undefined where an hour cannot be read. */
  onChange: (hours: Pick<Worked, "begins" | "ends" | "rest"> | undefined) => void;
  /** Somebody wanted to go on: what is missing is said now. */
  looked: boolean;
};

/** When somebody came and went, and how long they rested in between. */
export function HoursFields({ worked, onChange, looked }: Props) {
  const { t } = useLingui();
  const [begins, setBegins] = useState(worked.begins);
  const [ends, setEnds] = useState(worked.ends);
  const [rest, setRest] = useState(String(worked.rest));
  const tell = (from: string, until: string, pause: string) => {
    const [first, last] = [hourOf(from), hourOf(until)];
    onChange(first && last ? { begins: first, ends: last, rest: Number(pause) } : undefined);
  };
  const [from, until] = [hourOf(begins), hourOf(ends)];
  const wrong = t`Escriba una hora, como 8:00 o 16:30.`;
  const tooLong = faultOf(worked) === "rest";
  const figures = { inputMode: "numeric", autoComplete: "off" } as const;
  return (
    <>
      <Field
        {...figures}
        label={t`Entró`}
        value={begins}
        onChange={(text) => {
          setBegins(text);
          tell(text, ends, rest);
        }}
        maxLength={5}
        error={looked && !from ? wrong : undefined}
      />
      <Field
        {...figures}
        label={t`Salió`}
        value={ends}
        onChange={(text) => {
          setEnds(text);
          tell(begins, text, rest);
        }}
        maxLength={5}
        error={looked && !until ? wrong : undefined}
      />
      <Field
        {...figures}
        label={t`Descanso, en minutos`}
        value={rest}
        onChange={(text) => {
          const minutes = text.replace(/\D/g, "").slice(0, 4);
          setRest(minutes);
          tell(begins, ends, minutes);
        }}
        maxLength={4}
        error={looked && tooLong ? t`El descanso no puede ser tan largo como el horario.` : undefined}
      />
      {from && until && isLong(worked) ? (
        <Note tone="warn">
          <Trans>Son más de 8 horas: se anotan todas, pero en un día cuentan 8.</Trans>
        </Note>
      ) : null}
    </>
  );
}
