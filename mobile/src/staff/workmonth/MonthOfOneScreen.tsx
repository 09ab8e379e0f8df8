import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { View } from "react-native";
import { WorkRecords, type WorkRecordsQuery } from "@/data/gen/staff/work";
import { useRead } from "@/data/reads";
import { type Day, hours, longDay } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { Await, Empty } from "@/ui/Await";
import { List } from "@/ui/Card";
import { State } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { themed } from "@/ui/theme";
import { Words } from "@/ui/Words";
import { exactSoles, hoursWords } from "./amounts";
import { MonthBar } from "./MonthBar";
import { absenceWords, basisWords, recordAnswerWords, workPlaceWords } from "./words";

type Recorded = WorkRecordsQuery["workRecords"][number];

/** Every day of one person's month: what is recorded, what counts and why not, what was corrected, what they said. */
export function MonthOfOneScreen({ month, inmate }: { month: Day; inmate: string }) {
  const { t } = useLingui();
  const read = useRead(WorkRecords, { inmateId: inmate, month });
  return (
    <Page title={t`Día por día`} up={href("workMonths", { month })}>
      <MonthBar month={month} to={(other) => href("monthOfOne", { month: other, inmate })} />
      <Await read={read}>
        {({ workRecords }) =>
          workRecords.length === 0 ? (
            <Empty>
              <Trans>Esta persona no tiene registros en este mes.</Trans>
            </Empty>
          ) : (
            <List label={t`Días del mes`}>
              {workRecords.map((each) => (
                <DayOfOne key={each.record.id} of={each} />
              ))}
            </List>
          )
        }
      </Await>
    </Page>
  );
}

/** One record: of those that another took the place of, only that they were there. */
function DayOfOne({ of }: { of: Recorded }) {
  const { t } = useLingui();
  const styles = useStyles();
  const { record } = of;
  const worked = hoursWords(record.minutes);
  const counted = hoursWords(record.countableMinutes);
  const why = of.reason ?? "";
  return (
    <View style={styles.line}>
      <Words as="strong">{longDay(record.workedOn)}</Words>
      {record.live ? null : (
        <State tone="plain" icon="cross">{t`Ya no vale: otro registro lo reemplaza`}</State>
      )}
      {record.absence ? (
        <Words>
          {t`No trabajó`} · {absenceWords(record.absence)}
        </Words>
      ) : (
        <Words>
          {record.beginsAt && record.endsAt ? `${hours(record.beginsAt, record.endsAt)} · ` : ""}
          {t`${worked}, cuentan ${counted}`} · {workPlaceWords(record.place)}
        </Words>
      )}
      {record.notCounted && !record.absence ? <Words as="small">{record.notCounted.words}</Words> : null}
      {of.priced.map(({ piece, product, operation, basis, rate }) => (
        <Words key={piece.priceId} as="small">
          {`${product}, ${operation}: ${made(piece.made, piece.rejected)} · ${basisWords(basis)} ${exactSoles(rate)}`}
          {piece.rejectReason ? ` · ${piece.rejectReason}` : ""}
        </Words>
      ))}
      {record.live
        ? record.flags.map(({ flag, words }) => (
            <State key={flag} tone="warn">
              {words}
            </State>
          ))
        : null}
      {why ? (
        <Words as="small">
          <Trans>Corrige a otro registro: {why}</Trans>
        </Words>
      ) : null}
      {of.answer ? (
        <State tone={of.answer === "AGREED" ? "good" : "warn"}>{recordAnswerWords(of.answer)}</State>
      ) : null}
      {of.answerWords ? <Words>“{of.answerWords}”</Words> : null}
    </View>
  );
}

/** What was made and how much of it was not taken, in the unit of its price. */
function made(count: number, rejected: number): string {
  const accepted = count - rejected;
  return plural(rejected, { 0: `${accepted}`, other: `${accepted} de ${count}, # sin aceptar` });
}

const useStyles = themed(() => ({ line: { padding: 16, gap: 8 } }));
