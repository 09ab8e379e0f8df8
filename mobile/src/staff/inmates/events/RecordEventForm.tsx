import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { CustodyEvents, type EventKind, InmateTies } from "@/data/gen/staff/registry";
import { DayBookings, RecordCustodyEvent } from "@/data/gen/staff/visits";
import { useRefresh } from "@/data/reads";
import { type Day, longDay, today } from "@/l10n/dates";
import { Card } from "@/ui/Card";
import { Choice } from "@/ui/Choice";
import { Confirm } from "@/ui/Confirm";
import { DateField } from "@/ui/DateField";
import { Note } from "@/ui/Note";
import { useTheme } from "@/ui/theme";
import { Words } from "@/ui/Words";
import { StepUp } from "../../account/StepUp";
import { useSteppedUp } from "../../account/useSteppedUp";
import { eventWords } from "../../words";
import { type Inmate, useFindAgain } from "../useFound";
import { EventFacts, type Facts, said } from "./EventFacts";
import { mayFollow, SILENT } from "./possible";

/** Record what happened to somebody; what must be said depends on what it was. */
export function RecordEventForm({ inmate, onDone }: { inmate: Inmate; onDone: (words: string) => void }) {
  const { t } = useLingui();
  const [kind, setKind] = useState<EventKind>();
  const [effectiveOn, setEffectiveOn] = useState<Day | undefined>(today());
  const [facts, setFacts] = useState<Facts>({});
  const { wide } = useTheme();
  const act = useSteppedUp(RecordCustodyEvent);
  const refresh = useRefresh();
  const findAgain = useFindAgain(inmate.id);
  const future = effectiveOn !== undefined && effectiveOn > today();
  const about = kind ? said(kind, facts) : undefined;
  const day = effectiveOn ? longDay(effectiveOn) : "";
  const named = kind ? eventWords(kind) : "";
  const name = `${inmate.givenNames} ${inmate.surnames}`;

  const record = async () => {
    if (!kind || !effectiveOn || !about) return;
    const done = await act.run({ inmateId: inmate.id, kind, effectiveOn, ...about });
    if (!done) return;
    refresh(CustodyEvents, InmateTies, DayBookings);
    findAgain();
    onDone(
      plural(done.calledOff, {
        0: "Registrado. No había visitas que cancelar.",
        one: "Registrado. Se canceló # visita.",
        other: "Registrado. Se cancelaron # visitas.",
      }),
    );
  };
  return (
    <Card label={t`Registrar un hecho`}>
      <Words as="heading">
        <Trans>Registrar un hecho</Trans>
      </Words>
      <Choice
        label={t`¿Qué pasó?`}
        options={mayFollow(inmate.status).map((each) => ({ value: each, label: eventWords(each) }))}
        value={kind}
        onChange={(next) => {
          setKind(next);
          setFacts({});
        }}
        inline={wide}
      />
      <DateField
        label={t`¿Desde qué día?`}
        value={effectiveOn}
        onChange={setEffectiveOn}
        error={future ? t`Solo se registra lo que ya pasó.` : undefined}
      />
      {kind ? <EventFacts kind={kind} inmate={inmate} facts={facts} onChange={setFacts} /> : null}
      {kind && SILENT.includes(kind) ? (
        <Note tone="warn">
          <Trans>No sale ningún aviso automático: una persona de la oficina habla con la familia.</Trans>
        </Note>
      ) : null}
      <StepUp of={act} />
      {kind && effectiveOn && !future && about && !act.waiting ? (
        <Confirm label={t`Registrar`} yes={t`Sí, registrar`} busy={act.busy} onYes={() => void record()}>
          <Trans>
            {name}: {named}, {day}. No se puede borrar; se corrige con otro hecho. Las visitas reservadas que
            ya no se puedan hacer se cancelarán.
          </Trans>
        </Confirm>
      ) : null}
    </Card>
  );
}
