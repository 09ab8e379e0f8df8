import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { Enrol as EnrolDocument, WorkDay, Workshops } from "@/data/gen/staff/work";
import { useRefresh } from "@/data/reads";
import { type Day, figures, today } from "@/l10n/dates";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Confirm } from "@/ui/Confirm";
import { DateField } from "@/ui/DateField";
import { Field } from "@/ui/Field";
import { Note } from "@/ui/Note";
import { Outcome } from "@/ui/Outcome";
import { Words } from "@/ui/Words";
import { Search } from "../../inmates/Search";
import type { Inmate } from "../../inmates/useFound";
import type { Workshop } from "./WorkshopsScreen";

type Props = { workshop: Workshop; onDone: (words: string) => void; onLeave: () => void };

/** Somebody who has signed comes into a workshop: found first, then the days. */
export function Enrol({ workshop, onDone, onLeave }: Props) {
  const { t } = useLingui();
  const [matching, setMatching] = useState("");
  const [found, setFound] = useState<Inmate>();
  const { people, places } = workshop;
  return (
    <Card label={t`Inscribir a una persona`}>
      <Words as="heading">
        <Trans>Inscribir a una persona</Trans>
      </Words>
      {places !== null && people >= places ? (
        <Note tone="warn">
          <Trans>
            El convenio es para {places} personas y el taller ya tiene {people}. Para inscribir a otra, espere
            a que alguien salga o agregue otro convenio.
          </Trans>
        </Note>
      ) : null}
      {found ? (
        <Terms workshop={workshop} found={found} onDone={onDone} onOther={() => setFound(undefined)} />
      ) : (
        <Search matching={matching} onSearch={setMatching} here={undefined} onPick={setFound} />
      )}
      <Button look="quiet" onPress={onLeave}>
        <Trans>Dejarlo</Trans>
      </Button>
    </Card>
  );
}

type TermsProps = Omit<Props, "onLeave"> & { found: Inmate; onOther: () => void };

function Terms({ workshop, found, onDone, onOther }: TermsProps) {
  const { t } = useLingui();
  const [startedOn, setStartedOn] = useState<Day | undefined>(today());
  const [consentOn, setConsentOn] = useState<Day>();
  const [consentAct, setConsentAct] = useState("");
  const [grade, setGrade] = useState("");
  const act = useAct(EnrolDocument);
  const refresh = useRefresh();
  const name = `${found.givenNames} ${found.surnames}`;
  const late =
    consentOn !== undefined && (consentOn > today() || (startedOn !== undefined && consentOn > startedOn));
  const [shop, from, signed, sheet] = [
    workshop.name,
    startedOn && figures(startedOn),
    consentOn && figures(consentOn),
    consentAct.trim(),
  ];
  const enrol = async () => {
    if (!startedOn || !consentOn) return;
    const about = { inmateId: found.id, workshopId: workshop.id, startedOn, consentOn, consentAct: sheet };
    if (!(await act.run({ ...about, ...(grade.trim() ? { grade: grade.trim() } : {}) }))) return;
    refresh(WorkDay, Workshops);
    onDone(t`Inscrita en el taller: ${name}.`);
  };
  return (
    <>
      <Words as="strong">{name}</Words>
      <Button look="quiet" onPress={onOther}>
        <Trans>Es otra persona</Trans>
      </Button>
      <DateField
        label={t`Día en que firmó que quiere trabajar`}
        value={consentOn}
        onChange={setConsentOn}
        error={late ? t`Debe ser hoy o antes, y no después de su primer día.` : undefined}
      />
      <Field
        label={t`Número de la hoja que firmó`}
        value={consentAct}
        onChange={setConsentAct}
        autoComplete="off"
        maxLength={120}
      />
      <DateField label={t`Primer día de trabajo`} value={startedOn} onChange={setStartedOn} />
      <Field
        label={t`Categoría (si la hay)`}
        value={grade}
        onChange={setGrade}
        autoComplete="off"
        maxLength={24}
      />
      <Outcome of={act} />
      {from && signed && sheet && !late ? (
        <Confirm
          label={t`Inscribir`}
          yes={t`Sí, inscribir`}
          danger={false}
          busy={act.busy}
          onYes={() => void enrol()}
        >
          <Trans>
            {name} entra en {shop} desde el {from}. Firmó la hoja {sheet} el {signed}: puede retirar su
            palabra cuando quiera.
          </Trans>
        </Confirm>
      ) : null}
    </>
  );
}
