import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { EnterSheet, SheetDifferences, type SheetLineInput } from "@/data/gen/staff/work";
import { useKept } from "@/data/kept";
import { useRefresh } from "@/data/reads";
import { type Day, longDay } from "@/l10n/dates";
import { go } from "@/nav/history";
import { href } from "@/nav/routes";
import { Await, Waiting } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { List } from "@/ui/Card";
import { Note } from "@/ui/Note";
import { Outcome } from "@/ui/Outcome";
import { Page } from "@/ui/Page";
import { Words } from "@/ui/Words";
import { type OnPaper, PaperLine } from "./PaperLine";
import type { Sheet } from "./sheet";
import { useSheet } from "./useSheet";

type Props = { workshopId: string; day: Day };

/** The paper of a day, typed as it is written there, to be compared with what was recorded. */
export function PaperScreen({ workshopId, day }: Props) {
  const { t } = useLingui();
  const { read } = useSheet(workshopId, day);
  const named = longDay(day);
  return (
    <Page title={t`Pasar la hoja de papel`} up={href("workdaySheet", { workshop: workshopId, day })}>
      <Words as="heading">{named}</Words>
      <Words>
        <Trans>
          Escriba lo que dice el papel, aunque sea distinto de lo anotado. Las horas, como 8:00. En blanco: no
          está en el papel.
        </Trans>
      </Words>
      <Await read={read}>{(sheet) => <Paper sheet={sheet} workshopId={workshopId} />}</Await>
    </Page>
  );
}

function Paper({ sheet, workshopId }: { sheet: Sheet; workshopId: string }) {
  const { t } = useLingui();
  const { day, people, prices } = sheet;
  const [kept, keep] = useKept<Record<string, OnPaper>>(`paper ${workshopId} ${day}`);
  const act = useAct(EnterSheet);
  const refresh = useRefresh();
  const [looked, setLooked] = useState(false);
  if (kept === undefined) return <Waiting />;
  const lines = kept ?? {};
  const written = people.flatMap(({ inmateId }) => {
    const line = lines[inmateId];
    return line && line.minutes !== undefined ? [lineOf(inmateId, line.minutes, line)] : [];
  });
  const enter = async () => {
    setLooked(true);
    if (written.length === 0) return;
    if (!(await act.run({ workshopId, onDay: day, lines: written }))) return;
    refresh(SheetDifferences);
    go(href("workdayDifferences", { workshop: workshopId, day }), { replace: true });
  };
  const count = written.length;
  return (
    <>
      {people.some(({ lines: shifts }) => shifts.length > 1) ? (
        <Words>
          <Trans>De quien hizo más de un turno, sume las horas y las piezas de todos.</Trans>
        </Words>
      ) : null}
      <List label={t`Personas del taller`}>
        {people.map((person) => (
          <PaperLine
            key={person.inmateId}
            person={person}
            prices={prices}
            value={lines[person.inmateId] ?? {}}
            onChange={(line) => keep({ ...lines, [person.inmateId]: line })}
          />
        ))}
      </List>
      {looked && count === 0 ? (
        <Note tone="warn">
          <Trans>Escriba por lo menos las horas de una persona.</Trans>
        </Note>
      ) : null}
      <Button icon="check" busy={act.busy} onPress={() => void enter()}>
        {plural(count, {
          0: "Guardar el papel",
          one: "Guardar el papel: # persona",
          other: "Guardar el papel: # personas",
        })}
      </Button>
      <Outcome of={act} />
    </>
  );
}

function lineOf(inmateId: string, minutes: number, { made = {} }: OnPaper): SheetLineInput {
  const pieces = Object.entries(made).map(([priceId, { done = 0, rejected = 0 }]) => ({
    priceId,
    made: done,
    rejected,
  }));
  return { inmateId, minutes, pieces: pieces.filter((each) => each.made > 0 || each.rejected > 0) };
}
