import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { CultureFile, type CultureFormat } from "@/data/gen/staff/culture";
import { NoAnswer, Refused } from "@/data/send";
import { ask } from "@/data/session";
import { keepFile } from "@/platform/file";
import { keepPdf } from "@/platform/pdf";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Choice } from "@/ui/Choice";
import { Note } from "@/ui/Note";
import { Words } from "@/ui/Words";
import { useOffice } from "../../office/office";
import { thisYear } from "../YearBar";

const FORMATS: readonly CultureFormat[] = ["PDF", "DOCX", "CSV"];

type For = "PUBLIC" | "OFFICE";
type Went = "kept" | "not kept" | "no signal" | { refused: string };

/** The report as files: for everybody, where small counts are not said, or for the office. */
export function Files({ year, unsaved }: { year: number; unsaved: boolean }) {
  const { t } = useLingui();
  const { id } = useOffice();
  const [chosen, setReader] = useState<For>("PUBLIC");
  // What two files of one year say of few people is told by their difference: one is published, at the end.
  const over = year < Number(thisYear());
  const reader = over ? chosen : "OFFICE";
  const [busy, setBusy] = useState<CultureFormat>();
  const [went, setWent] = useState<Went>();
  const fetch = async (format: CultureFormat) => {
    setBusy(format);
    setWent(undefined);
    setWent(await fetched({ establishmentId: id, year, format, public: reader === "PUBLIC" }));
    setBusy(undefined);
  };
  const labels: Record<CultureFormat, string> = {
    PDF: t`PDF, para leer e imprimir`,
    DOCX: t`Word (DOCX), para seguir escribiendo`,
    CSV: t`CSV, para una hoja de cálculo`,
  };
  return (
    <Card label={t`Guardar el informe como archivo`}>
      <Words as="heading">
        <Trans>Guardar el informe como archivo</Trans>
      </Words>
      <Choice
        label={t`Para quién es`}
        options={[
          {
            value: "PUBLIC" as const,
            label: t`Para publicar`,
            note: over
              ? t`No dice las cuentas de menos de 5 personas, para que nadie sea reconocido.`
              : t`Se puede cuando el año termine: comparando dos informes del mismo año se podría reconocer a alguien.`,
            disabled: !over,
          },
          {
            value: "OFFICE" as const,
            label: t`Para la oficina`,
            note: t`Con todas las cuentas. No lo publique.`,
          },
        ]}
        value={reader}
        onChange={setReader}
      />
      {unsaved ? (
        <Words as="small">
          <Trans>El archivo sale con lo que está guardado, sin lo que acaba de escribir.</Trans>
        </Words>
      ) : null}
      {went ? <Outcome of={went} /> : null}
      {FORMATS.map((each) => (
        <Button
          key={each}
          look="quiet"
          icon="print"
          busy={busy === each}
          disabled={busy !== undefined}
          onPress={() => void fetch(each)}
        >
          {labels[each]}
        </Button>
      ))}
    </Card>
  );
}

function Outcome({ of }: { of: Went }) {
  const { t } = useLingui();
  const words =
    of === "kept"
      ? t`Listo: ya tiene el archivo.`
      : of === "not kept"
        ? t`El archivo no se guardó. Toque otra vez.`
        : of === "no signal"
          ? t`Para esto hace falta señal. Vuelva a intentar cuando la tenga.`
          : of.refused;
  return (
    <Note tone={of === "kept" ? "good" : of === "not kept" || of === "no signal" ? "warn" : "bad"} urgent>
      {words}
    </Note>
  );
}

async function fetched(variables: {
  establishmentId: string;
  year: number;
  format: CultureFormat;
  public: boolean;
}): Promise<Went> {
  try {
    const file = (await ask(CultureFile, variables))?.data.cultureFile;
    if (!file) return "no signal";
    const keep = file.mediaType === "application/pdf" ? keepPdf : keepFile;
    return (await keep(file.name, file.base64)) ? "kept" : "not kept";
  } catch (error) {
    if (error instanceof NoAnswer) return "no signal";
    if (error instanceof Refused) return { refused: error.message };
    throw error;
  }
}
