import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { MonthClosing } from "@/data/gen/staff/statements";
import {
  type MonthReturnReason,
  PresentMonth,
  ReturnMonth,
  ReviewMonth,
  WorkMonth,
  WorkMonths,
} from "@/data/gen/staff/work";
import { useRefresh } from "@/data/reads";
import { type Day, today } from "@/l10n/dates";
import { Choice } from "@/ui/Choice";
import { Confirm } from "@/ui/Confirm";
import { Field } from "@/ui/Field";
import { Outcome } from "@/ui/Outcome";
import { Words } from "@/ui/Words";
import { useOffice } from "../office/office";
import { CHIEF } from "../office/roles";
import { exactSoles, hoursWords, sumOf } from "./amounts";
import type { Month } from "./MonthScreen";
import { monthOf } from "./months";
import { objectedWords, peopleWords, returnWords } from "./words";

type Props = { month: Month; workshop: string; at: Day; onDone: (words: string) => void };

/** What is done next with a month: shown, reviewed by another than who wrote it, or sent back. */
export function MonthActs(props: Props) {
  const { may } = useOffice();
  const { month } = props;
  const chief = may(...CHIEF);
  if (!month.id || month.lines.length === 0) return null;
  if (month.state === "CLOSED") {
    return (
      <Words as="small">
        <Trans>El mes está cerrado. Lo que se corrija ahora entra en el mes que sigue.</Trans>
      </Words>
    );
  }
  if (month.state === "REVIEWED") {
    const why = month.reviewWhy ?? "";
    return (
      <>
        {why ? (
          <Words>
            <Trans>Se revisó sin la respuesta de todos: {why}</Trans>
          </Words>
        ) : null}
        {chief ? <Return {...props} id={month.id} /> : null}
      </>
    );
  }
  return (
    <>
      <Present {...props} />
      {chief ? <Review {...props} id={month.id} /> : null}
    </>
  );
}

/** Work the month out, to be shown to each person. */
function Present({ month, workshop, at, onDone }: Props) {
  const { t } = useLingui();
  const act = useAct(PresentMonth);
  const refresh = useRefresh();
  const changed = month.lines.filter((line) => !line.shown).length;
  if (changed === 0) return null;
  const who = peopleWords(changed);
  return (
    <>
      <Outcome of={act} />
      <Confirm
        label={t`Mostrar el mes a cada persona`}
        yes={t`Sí, calcular y mostrar`}
        danger={false}
        busy={act.busy}
        onYes={() =>
          void act.run({ workshopId: workshop, month: at }).then((done) => {
            if (!done) return;
            refresh(WorkMonth, WorkMonths, MonthClosing);
            const people = peopleWords(done.changed);
            onDone(t`Listo. Cifras nuevas para ver y firmar: ${people}.`);
          })
        }
      >
        <Trans>
          Se calcula el mes con lo registrado hasta ahora. Tienen que ver sus cifras y firmar: {who}.
        </Trans>
      </Confirm>
    </>
  );
}

const SHORTEST = 10;

/** Take responsibility for the month; with a reason where not everybody has answered. */
function Review({ month, at, id, onDone }: Props & { id: string }) {
  const { t } = useLingui();
  const [why, setWhy] = useState("");
  const act = useAct(ReviewMonth);
  const refresh = useRefresh();
  if (month.lines.some((line) => !line.shown)) return null;
  const objected = month.lines.filter((line) => line.outcome === "OBJECTED").length;
  const open = month.lines.filter((line) => line.outcome === null).length;
  const people = peopleWords(month.lines.length);
  const hours = hoursWords(month.lines.reduce((total, line) => total + line.countableMinutes, 0));
  const gross = exactSoles(sumOf(month.lines.map((line) => line.gross)));
  const left = [
    objectedWords(objected),
    plural(open, { 0: "", one: "# no contestó", other: "# no contestaron" }),
  ]
    .filter(Boolean)
    .join("; ");
  const seen = { monthId: id, unanswered: open, objected, why: open ? why.trim() : null };
  const review = async () => {
    const done = await act.run(seen);
    // Also when it was refused: somebody may have answered meanwhile.
    refresh(WorkMonth, WorkMonths, MonthClosing);
    if (done) onDone(t`Revisado. Si alguien cambia un registro, habrá que revisarlo otra vez.`);
  };
  return (
    <>
      {at >= monthOf(today()) ? (
        <Words as="small">
          <Trans>El mes todavía no termina: lo que se registre después anula la revisión.</Trans>
        </Words>
      ) : null}
      {open ? (
        <Field
          label={t`Por qué se revisa sin la respuesta de todos`}
          hint={t`Diez letras por lo menos. Queda escrito con la revisión.`}
          value={why}
          onChange={setWhy}
          multiline
          maxLength={500}
        />
      ) : null}
      <Outcome of={act} />
      {open && why.trim().length < SHORTEST ? null : (
        <Confirm
          label={t`Revisar el mes`}
          icon="check"
          yes={t`Sí, respondo por este mes`}
          danger={false}
          busy={act.busy}
          onYes={() => void review()}
        >
          <Trans>
            Usted responde por {people}, {hours} que cuentan y {gross}.
          </Trans>{" "}
          {left ? t`Atención: ${left}.` : t`Todos firmaron.`}
        </Confirm>
      )}
    </>
  );
}

const WHY: readonly MonthReturnReason[] = ["HOURS", "PIECES", "PEOPLE", "OTHER"];

/** Send a reviewed month back to its workshop. */
function Return({ id, onDone }: Props & { id: string }) {
  const { t } = useLingui();
  const [why, setWhy] = useState<MonthReturnReason>();
  const act = useAct(ReturnMonth);
  const refresh = useRefresh();
  const back = async () => {
    if (!why || !(await act.run({ monthId: id, why }))) return;
    refresh(WorkMonth, WorkMonths, MonthClosing);
    onDone(t`Devuelto al taller.`);
  };
  return (
    <>
      <Choice
        label={t`Devolver al taller: ¿por qué?`}
        options={WHY.map((each) => ({ value: each, label: returnWords(each) }))}
        value={why}
        onChange={setWhy}
        inline
      />
      <Outcome of={act} />
      {why ? (
        <Confirm
          label={t`Devolver al taller`}
          yes={t`Sí, devolver`}
          busy={act.busy}
          onYes={() => void back()}
        >
          <Trans>
            La revisión queda sin efecto. El taller corrige, muestra otra vez lo que cambie, y se revisa de
            nuevo.
          </Trans>
        </Confirm>
      ) : null}
    </>
  );
}
