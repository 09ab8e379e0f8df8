import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import {
  AddEnsembleMember,
  EndEnsembleMember,
  EnsembleMembers,
  type EnsembleMembersQuery,
  Ensembles,
} from "@/data/gen/staff/culture";
import { useRead, useRefresh } from "@/data/reads";
import { type Day, today } from "@/l10n/dates";
import { Await, Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { Card, List } from "@/ui/Card";
import { DateField } from "@/ui/DateField";
import { Field } from "@/ui/Field";
import { Reveal } from "@/ui/Reveal";
import { Row } from "@/ui/Row";
import { Words } from "@/ui/Words";
import { Search } from "../../inmates/Search";
import type { Inmate } from "../../inmates/useFound";
import { Behind, FormEnd } from "../Behind";
import { dayFault } from "../faults";
import { stretchWords } from "../words";
import type { Ensemble } from "./written";

type Member = EnsembleMembersQuery["ensembleMembers"][number];
type Props = { of: Ensemble; onDone: (words: string) => void };

/** Who is and was in a group. The service keeps every look, so nobody is shown before somebody asks. */
export function Members({ of, onDone }: Props) {
  const { t } = useLingui();
  return (
    <Card label={t`Integrantes`}>
      <Words as="heading">
        <Trans>Integrantes</Trans>
      </Words>
      <Words as="small">
        <Trans>No se muestran a ninguna familia. Cada vez que alguien los mira queda anotado.</Trans>
      </Words>
      <Behind label={t`Ver a los integrantes`} icon="people">
        {() => <Named of={of} onDone={onDone} />}
      </Behind>
      {of.endedOn === null ? (
        <Behind label={t`Agregar a una persona`} icon="plus">
          {(leave) => <AddMember of={of} onDone={onDone} onLeave={leave} />}
        </Behind>
      ) : null}
    </Card>
  );
}

function Named({ of, onDone }: Props) {
  const { t } = useLingui();
  const read = useRead(EnsembleMembers, { ensembleId: of.id });
  return (
    <Await read={read}>
      {({ ensembleMembers }) => {
        const now = ensembleMembers.filter((each) => each.untilOn === null);
        const before = ensembleMembers.filter((each) => each.untilOn !== null);
        return (
          <>
            {now.length === 0 ? (
              <Empty>
                <Trans>Hoy no lo integra nadie.</Trans>
              </Empty>
            ) : (
              <List label={t`Integrantes de hoy`}>
                {now.map((each) => (
                  <Reveal key={each.id} label={nameOf(each.inmate)} note={partOf(each)}>
                    <EndMember of={each} onDone={onDone} />
                  </Reveal>
                ))}
              </List>
            )}
            {before.length > 0 ? (
              <>
                <Words as="strong">
                  <Trans>Antes</Trans>
                </Words>
                <List label={t`Integrantes de antes`}>
                  {before.map((each) => (
                    <Row key={each.id} title={nameOf(each.inmate)} note={partOf(each)} />
                  ))}
                </List>
              </>
            ) : null}
          </>
        );
      }}
    </Await>
  );
}

/** The last day of somebody in a group. */
function EndMember({ of, onDone }: { of: Member; onDone: (words: string) => void }) {
  const { t } = useLingui();
  const [untilOn, setUntilOn] = useState<Day | undefined>(today());
  const act = useAct(EndEnsembleMember);
  const refresh = useRefresh();
  const name = nameOf(of.inmate);
  const fault = dayFault(untilOn, of.fromOn, t`Ese día todavía no lo integraba.`);
  const save = async () => {
    if (!untilOn || fault || !(await act.run({ memberId: of.id, untilOn }))) return;
    refresh(EnsembleMembers, Ensembles);
    onDone(t`Deja el elenco: ${name}.`);
  };
  return (
    <Behind label={t`Deja el elenco`} about={name}>
      {(leave) => (
        <>
          <DateField label={t`Último día`} value={untilOn} onChange={setUntilOn} error={fault} />
          <FormEnd act={act} onSave={() => void save()} onLeave={leave} />
        </>
      )}
    </Behind>
  );
}

/** Somebody is found, and what they play or do is written. */
function AddMember({ of, onDone, onLeave }: Props & { onLeave: () => void }) {
  const { t } = useLingui();
  const [matching, setMatching] = useState("");
  const [chosen, setChosen] = useState<Inmate>();
  const [part, setPart] = useState("");
  const [fromOn, setFromOn] = useState<Day | undefined>(today());
  const act = useAct(AddEnsembleMember);
  const refresh = useRefresh();
  if (!chosen) {
    return (
      <>
        <Search matching={matching} onSearch={setMatching} here={undefined} onPick={setChosen} />
        <Button look="quiet" onPress={onLeave}>
          <Trans>Dejarlo</Trans>
        </Button>
      </>
    );
  }
  const name = nameOf(chosen);
  const fault = dayFault(fromOn, of.begunOn, t`Ese día el elenco todavía no existía.`);
  const save = async () => {
    if (!fromOn || fault) return;
    if (!(await act.run({ ensembleId: of.id, inmateId: chosen.id, part: part.trim(), fromOn }))) return;
    refresh(EnsembleMembers, Ensembles);
    onLeave();
    onDone(t`Agregado al elenco: ${name}.`);
  };
  return (
    <>
      <Words as="strong">{name}</Words>
      <Field
        label={t`Qué toca o hace (si se sabe)`}
        hint={t`Como violín, voz alta o vestuario`}
        value={part}
        onChange={setPart}
        autoComplete="off"
        maxLength={60}
      />
      <DateField label={t`Desde cuándo`} value={fromOn} onChange={setFromOn} error={fault} />
      <FormEnd
        act={act}
        onSave={() => void save()}
        onLeave={() => {
          act.clear();
          setChosen(undefined);
        }}
      />
    </>
  );
}

function nameOf({ surnames, givenNames }: { surnames: string; givenNames: string }): string {
  return `${surnames}, ${givenNames}`;
}

function partOf({ part, fromOn, untilOn }: Member): string {
  return [part, stretchWords(fromOn, untilOn)].filter(Boolean).join(" · ");
}
