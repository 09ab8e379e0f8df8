import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { BankFile, BankFiles, type BankFilesQuery } from "@/data/gen/staff/statements";
import { useRead } from "@/data/reads";
import { moment } from "@/l10n/dates";
import { soles } from "@/l10n/money";
import { keepFile } from "@/platform/file";
import { Await } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { List } from "@/ui/Card";
import { Note } from "@/ui/Note";
import { Row } from "@/ui/Row";
import { Words } from "@/ui/Words";
import { useOffice } from "../../office/office";

/** The bank's files that were made here, each to be kept once more. */
export function EarlierFiles() {
  const { t } = useLingui();
  const { id } = useOffice();
  const read = useRead(BankFiles, { establishmentId: id });
  const [chosen, setChosen] = useState<string>();
  return (
    <>
      <Await read={read}>
        {({ bankFiles }) =>
          bankFiles.length === 0 ? (
            <Words>
              <Trans>Todavía no se hizo ninguno.</Trans>
            </Words>
          ) : (
            <List label={t`Archivos hechos`}>
              {bankFiles.map((each) => (
                <OneFile key={each.id} of={each} onPress={() => setChosen(each.id)} />
              ))}
            </List>
          )
        }
      </Await>
      {chosen ? <Again key={chosen} id={chosen} /> : null}
    </>
  );
}

function OneFile({ of, onPress }: { of: BankFilesQuery["bankFiles"][number]; onPress: () => void }) {
  const count = plural(of.count, { one: "# envío", other: "# envíos" });
  return (
    <Row
      title={moment(of.madeAt)}
      note={`${count} · ${soles(of.total)}${of.madeBy ? ` · ${of.madeBy}` : ""}`}
      onPress={onPress}
    />
  );
}

/** A file once more, as it was made. */
function Again({ id }: { id: string }) {
  const read = useRead(BankFile, { id });
  const [kept, setKept] = useState<boolean>();
  return (
    <Await read={read}>
      {({ bankFile }) =>
        bankFile.__typename === "Problem" ? (
          <Words tone="bad">{bankFile.message}</Words>
        ) : (
          <>
            {kept === undefined ? null : (
              <Note tone={kept ? "good" : "warn"} urgent>
                {kept ? <Trans>Archivo guardado.</Trans> : <Trans>No se guardó. Toque otra vez.</Trans>}
              </Note>
            )}
            <Button
              look="quiet"
              icon="print"
              onPress={() => void keepFile(bankFile.name, bankFile.content).then(setKept)}
            >
              <Trans>Guardar otra vez ese archivo</Trans>
            </Button>
          </>
        )
      }
    </Await>
  );
}
