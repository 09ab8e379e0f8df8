import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { CultureReport, SaveCultureReport } from "@/data/gen/staff/culture";
import { useRead, useRefresh } from "@/data/reads";
import { moment } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { Await, Waiting } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { Note } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { Words } from "@/ui/Words";
import { useOffice } from "../../office/office";
import { Columns } from "../../parts/Columns";
import { Unsaved } from "../../programmes/EditEventScreen";
import { YearBar } from "../YearBar";
import { Files } from "./Files";
import { fieldWords, measureOf, type Report, type Written, writtenOf } from "./measure";
import { ReportForm } from "./ReportForm";
import { useTypedReport } from "./useTypedReport";

/** The yearly report: what the office words itself, beside figures that are reckoned, and its files. */
export function ReportScreen({ year }: { year: number }) {
  const { t } = useLingui();
  const { id } = useOffice();
  const read = useRead(CultureReport, { establishmentId: id, year });
  const [said, setSaid] = useState<string>();
  return (
    <Page title={t`El informe del año`} broad up={href("cultureYear", { year: String(year) })}>
      <YearBar year={year} to={(other) => href("cultureReport", { year: other })} />
      {said ? (
        <Note tone="good" urgent>
          {said}
        </Note>
      ) : null}
      <Await read={read}>
        {({ cultureReport }) => <Edit key={id} of={cultureReport} onDone={setSaid} />}
      </Await>
    </Page>
  );
}

function Edit({ of, onDone }: { of: Report; onDone: (words: string) => void }) {
  const { t } = useLingui();
  const { id } = useOffice();
  const [typed, keep] = useTypedReport(id, of.year);
  const [saved, setSaved] = useState<{ written: Written; version: number }>();
  const [round, setRound] = useState(0);
  const act = useAct(SaveCultureReport);
  const refresh = useRefresh();
  if (typed === undefined) return <Waiting />;
  // What was saved a moment ago stands until the service has told it again.
  const newest =
    saved && saved.version > of.version ? saved : { written: writtenOf(of.measure), version: of.version };
  const version = typed?.version ?? newest.version;
  const save = async (written: Written) => {
    const done = await act.run({
      establishmentId: id,
      year: of.year,
      version,
      measure: measureOf(written),
    });
    // Also when it was refused: somebody may have written meanwhile.
    refresh(CultureReport);
    if (!done) return;
    setSaved({ written, version: done.version });
    keep(null);
    onDone(t`Informe guardado.`);
  };
  const drop = () => {
    act.clear();
    keep(null);
    setRound(round + 1);
  };
  const form = (
    <>
      {typed && typed.version !== newest.version ? (
        <Overtaken of={of} onMine={() => keep({ ...typed, version: newest.version })} onTheirs={drop} />
      ) : typed ? (
        <Unsaved at={typed.at} onDrop={drop} />
      ) : null}
      <ReportForm
        // Other words than before stand in its fields.
        key={`${round} ${version}`}
        of={of}
        value={typed?.written ?? newest.written}
        onChange={(written) => keep({ written, version, at: Date.now() })}
        act={act}
        onSave={(written) => void save(written)}
      />
    </>
  );
  return (
    <Columns
      list={
        <>
          <Standing of={of} />
          <Files year={of.year} unsaved={typed !== null} />
        </>
      }
      detail={form}
    />
  );
}

/** Who wrote last, and what the form asks for and nobody filled. */
function Standing({ of }: { of: Report }) {
  const [who, when] = [of.editedBy ?? "", of.editedAt ? moment(of.editedAt) : ""];
  return (
    <>
      <Words as="small">
        {when ? (
          who ? (
            <Trans>
              Lo escribió {who}, {when}
            </Trans>
          ) : (
            <Trans>Se escribió {when}</Trans>
          )
        ) : (
          <Trans>Todavía no se guardó nada de este año. Lo que ve es una propuesta para empezar.</Trans>
        )}
      </Words>
      {of.missing.length > 0 ? <Missing of={of.missing} /> : <Full />}
    </>
  );
}

function Missing({ of }: { of: readonly string[] }) {
  const { t } = useLingui();
  const names = of.map(fieldWords).join(" · ");
  return (
    <Note tone="warn" title={t`El formulario pide, y falta`}>
      {names}
    </Note>
  );
}

function Full() {
  return (
    <Note tone="good">
      <Trans>Está todo lo que el formulario pide.</Trans>
    </Note>
  );
}

/** Somebody else has saved meanwhile: nothing is lost before somebody chooses. */
function Overtaken({ of, onMine, onTheirs }: { of: Report; onMine: () => void; onTheirs: () => void }) {
  const { t } = useLingui();
  const who = of.editedBy ?? t`Otra persona`;
  const when = of.editedAt ? moment(of.editedAt) : "";
  return (
    <Note
      tone="warn"
      urgent
      title={t`Se guardaron otros cambios`}
      action={
        <>
          <Button look="quiet" onPress={onTheirs}>
            <Trans>Dejar lo mío y ver lo guardado</Trans>
          </Button>
          <Button look="danger" onPress={onMine}>
            <Trans>Seguir con lo mío, encima</Trans>
          </Button>
        </>
      }
    >
      <Trans>
        Lo que usted escribió sigue aquí. {who} guardó este informe {when}
      </Trans>
    </Note>
  );
}
