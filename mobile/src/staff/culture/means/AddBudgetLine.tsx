import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import {
  AddBudgetLine as AddBudgetLineDocument,
  Budget,
  type BudgetLineInput,
  type BudgetSource,
  CultureYear,
  Partners,
} from "@/data/gen/staff/culture";
import { Programmes } from "@/data/gen/staff/programmes";
import { useRead, useRefresh } from "@/data/reads";
import { href } from "@/nav/routes";
import { Await, Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Choice } from "@/ui/Choice";
import { Field } from "@/ui/Field";
import { useOffice } from "../../office/office";
import { SolesField } from "../../pay/orders/fields";
import { centimosOf } from "../../workmonth/amounts";
import { Behind, FormEnd } from "../Behind";
import { ProgrammeField } from "../ProgrammeField";
import { SOURCES, sourceWords } from "../words";
import { thisYear } from "../YearBar";
import { EventField } from "./EventField";

type Props = { year: number; onDone: (words: string) => void; onLeave: () => void };

type Written = {
  programmeId: string | undefined;
  seasonId: string | undefined;
  eventId: string | undefined;
  source: BudgetSource | undefined;
  partnerId: string | undefined;
  item: string;
  planned: string;
};

const BLANK: Written = {
  programmeId: undefined,
  seasonId: undefined,
  eventId: undefined,
  source: undefined,
  partnerId: undefined,
  item: "",
  planned: "",
};

/** One thing that is needed in a year: for which programme, who pays, how much. */
export function AddBudgetLine({ year, onDone, onLeave }: Props) {
  const { t } = useLingui();
  const { id } = useOffice();
  const [written, setWritten] = useState(BLANK);
  const [looked, setLooked] = useState(false);
  const act = useAct(AddBudgetLineDocument);
  const refresh = useRefresh();
  const change = (to: Partial<Written>) => setWritten({ ...written, ...to });
  const { programmeId, source, item, planned } = written;
  const save = async () => {
    setLooked(true);
    const line = lineOf(written, year);
    if (!line || !(await act.run({ establishmentId: id, line }))) return;
    refresh(Budget, CultureYear);
    onLeave();
    onDone(t`Agregada: ${line.item}.`);
  };
  return (
    <Card label={t`Agregar una línea`}>
      <ProgrammeField
        value={programmeId}
        // What was chosen of another programme is not of this one.
        onChange={(chosen) =>
          change({ programmeId: chosen, seasonId: undefined, eventId: undefined, partnerId: undefined })
        }
        looked={looked}
      />
      <Field
        label={t`Qué se necesita`}
        hint={t`Como instrumentos, transporte o materiales`}
        value={item}
        onChange={(typed) => change({ item: typed })}
        autoCapitalize="sentences"
        autoComplete="off"
        maxLength={120}
        error={looked && !item.trim() ? t`Escriba qué se necesita.` : undefined}
      />
      <SolesField
        label={t`Cuánto se planea`}
        value={planned}
        onChange={(typed) => change({ planned: typed })}
        missing={looked && centimosOf(planned) === undefined}
      />
      <Choice
        label={t`Quién paga`}
        inline
        options={SOURCES.map((each) => ({ value: each, label: sourceWords(each) }))}
        value={source}
        onChange={(chosen) => change({ source: chosen, partnerId: undefined })}
        error={looked && !source ? t`Elija quién paga.` : undefined}
      />
      {source === "PARTNER" ? <PartnerField of={written} onChange={change} looked={looked} /> : null}
      {programmeId ? (
        <Behind key={programmeId} label={t`Decir de qué temporada o actividad (si quiere)`} icon="plus">
          {() => (
            <>
              <SeasonField of={written} onChange={change} />
              <EventField
                value={written.eventId}
                onChange={(eventId) => change({ eventId })}
                programmeId={programmeId}
              />
            </>
          )}
        </Behind>
      ) : null}
      <FormEnd act={act} onSave={() => void save()} onLeave={onLeave} />
    </Card>
  );
}

/** What is sent; nothing while something is missing. */
function lineOf(written: Written, year: number): BudgetLineInput | undefined {
  const { programmeId, seasonId, eventId, source, partnerId, item } = written;
  const planned = centimosOf(written.planned);
  if (!programmeId || !source || !item.trim() || planned === undefined) return undefined;
  if (source === "PARTNER" && !partnerId) return undefined;
  return {
    programmeId,
    seasonId: seasonId ?? null,
    eventId: eventId ?? null,
    year,
    source,
    partnerId: partnerId ?? null,
    item: item.trim(),
    planned,
  };
}

type PartProps = { of: Written; onChange: (to: Partial<Written>) => void };

function PartnerField({ of, onChange, looked }: PartProps & { looked: boolean }) {
  const { t } = useLingui();
  const { id } = useOffice();
  const read = useRead(Partners, { establishmentId: id });
  return (
    <Await read={read}>
      {({ partners }) => {
        const mine = partners.filter((each) => each.programmeId === of.programmeId);
        return mine.length === 0 ? (
          <Empty
            action={
              <Button look="quiet" to={href("partners", { year: thisYear() })}>
                <Trans>Agregar un aliado</Trans>
              </Button>
            }
          >
            <Trans>Este programa todavía no tiene aliados.</Trans>
          </Empty>
        ) : (
          <Choice
            label={t`Qué aliado paga`}
            options={mine.map((each) => ({ value: each.id, label: each.name }))}
            value={of.partnerId}
            onChange={(partnerId) => onChange({ partnerId })}
            error={looked && !of.partnerId ? t`Elija qué aliado paga.` : undefined}
          />
        );
      }}
    </Await>
  );
}

function SeasonField({ of, onChange }: PartProps) {
  const { t } = useLingui();
  const { id } = useOffice();
  const read = useRead(Programmes, { establishmentId: id });
  const seasons = read.data?.programmes.find((each) => each.id === of.programmeId)?.seasons ?? [];
  if (seasons.length === 0) return null;
  return (
    <Choice
      label={t`De qué temporada`}
      options={[
        { value: "", label: t`De ninguna` },
        ...seasons.map((each) => ({ value: each.id, label: each.title })),
      ]}
      value={of.seasonId ?? ""}
      onChange={(chosen) => onChange({ seasonId: chosen || undefined })}
    />
  );
}
