import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { View } from "react-native";
import { WorkSheetPdf } from "@/data/gen/staff/work";
import { NoAnswer, Refused } from "@/data/send";
import { ask } from "@/data/session";
import { type Day, daysLater } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { keepPdf } from "@/platform/pdf";
import { Button } from "@/ui/Button";
import { List } from "@/ui/Card";
import { Note } from "@/ui/Note";
import { Row } from "@/ui/Row";
import { themed } from "@/ui/theme";
import { useClock } from "./useClock";

type Props = { workshopId: string; day: Day };

/** Where a sheet leads: other days, its paper, and where the paper says something else. */
export function SheetDoors({ workshopId, day }: Props) {
  const { t } = useLingui();
  const styles = useStyles();
  const { today } = useClock();
  const to = (other: Day) => href("workdaySheet", { workshop: workshopId, day: other });
  return (
    <>
      <View style={styles.steps}>
        <Button look="quiet" icon="backwards" label={t`Día anterior`} to={to(daysLater(day, -1))}>
          <Trans>Anterior</Trans>
        </Button>
        {day < today ? (
          <Button look="quiet" icon="onwards" label={t`Día siguiente`} to={to(daysLater(day, 1))}>
            <Trans>Siguiente</Trans>
          </Button>
        ) : null}
      </View>
      <List label={t`El papel de este día`}>
        <Row
          icon="card"
          title={t`Pasar la hoja de papel`}
          note={t`Para compararla con lo anotado.`}
          to={href("workdayPaper", { workshop: workshopId, day })}
        />
        <Row
          icon="alert"
          title={t`Dónde no coinciden`}
          note={t`El papel y lo anotado, en el último mes.`}
          to={href("workdayDifferences", { workshop: workshopId, day })}
        />
      </List>
      <Print workshopId={workshopId} day={day} />
    </>
  );
}

type Went = "no signal" | "not taken" | { refused: string };

/** The control sheet as a PDF, to be signed by hand. */
function Print({ workshopId, day }: Props) {
  const { t } = useLingui();
  const [busy, setBusy] = useState(false);
  const [went, setWent] = useState<Went>();
  const print = async () => {
    setBusy(true);
    setWent(await printed(workshopId, day));
    setBusy(false);
  };
  return (
    <>
      <Button look="quiet" icon="print" busy={busy} onPress={() => void print()}>
        <Trans>Hoja de control para imprimir</Trans>
      </Button>
      {went ? (
        <Note tone={went === "no signal" ? "warn" : "bad"} urgent>
          {went === "no signal"
            ? t`Para imprimir hace falta señal. Vuelva a intentar cuando la tenga.`
            : went === "not taken"
              ? t`El celular no pudo abrir la hoja. Vuelva a intentar.`
              : went.refused}
        </Note>
      ) : null}
    </>
  );
}

/** Nothing when it is done. */
async function printed(workshopId: string, onDay: Day): Promise<Went | undefined> {
  try {
    const answer = await ask(WorkSheetPdf, { workshopId, onDay });
    const sheet = answer?.data.workSheetPdf;
    if (!sheet) return "no signal";
    return (await keepPdf(sheet.name, sheet.content)) ? undefined : "not taken";
  } catch (error) {
    if (error instanceof NoAnswer) return "no signal";
    if (error instanceof Refused) return { refused: error.message };
    throw error;
  }
}

const useStyles = themed(() => ({
  steps: { flexDirection: "row", flexWrap: "wrap", gap: 8 },
}));
