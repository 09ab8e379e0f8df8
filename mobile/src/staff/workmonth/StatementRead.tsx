import { Trans, useLingui } from "@lingui/react/macro";
import { View } from "react-native";
import { OfficeStatement, type OfficeStatementQuery } from "@/data/gen/staff/statements";
import { useRead } from "@/data/reads";
import { figures } from "@/l10n/dates";
import { soles } from "@/l10n/money";
import { Await } from "@/ui/Await";
import { List } from "@/ui/Card";
import { State } from "@/ui/Note";
import { themed } from "@/ui/theme";
import { Words } from "@/ui/Words";
import { hoursWords } from "./amounts";
import { daysWords, lateWords } from "./words";

type Account = OfficeStatementQuery["officeStatement"];

/** An account with its lines, as it is written; `lineNo`: the line that somebody asks about. */
export function StatementRead({ id, lineNo }: { id: string; lineNo?: number | null }) {
  const read = useRead(OfficeStatement, { id });
  return (
    <Await read={read}>
      {({ officeStatement }) => (
        <>
          <Account of={officeStatement} lineNo={lineNo} />
          <Counted of={officeStatement.labour} />
        </>
      )}
    </Await>
  );
}

/** Its days and its lines: what each is, how much, why and by which norm. */
export function Account({
  of,
  lineNo,
}: {
  of: Pick<Account, "startsOn" | "closesOn" | "lines">;
  lineNo?: number | null | undefined;
}) {
  const { t } = useLingui();
  const styles = useStyles();
  const [from, to] = [figures(of.startsOn), figures(of.closesOn)];
  return (
    <>
      <Words as="small">
        <Trans>
          Del {from} al {to}
        </Trans>
      </Words>
      <List label={t`Líneas de la cuenta`}>
        {of.lines.map((line) => (
          <View key={line.no} style={styles.line}>
            {line.no === lineNo ? (
              <State tone="warn" icon="speech">{t`Preguntan por esta línea`}</State>
            ) : null}
            <View style={styles.amount}>
              <View style={styles.name}>
                <Words as={line.part === "SUBTOTAL" ? "strong" : "body"}>{line.name}</Words>
              </View>
              <Words as="strong">{soles(line.amount)}</Words>
            </View>
            {line.why ? <Words as="small">{line.why}</Words> : null}
            <Words as="small">
              {t`Sin redondear:`} {line.exact}
              {line.why ? "" : ` · ${line.reference}`}
            </Words>
          </View>
        ))}
      </List>
    </>
  );
}

/** What is counted beside the money, and which of it is of days that were told before. */
function Counted({ of: { minutes, days, carriedMinutes, late } }: { of: Account["labour"] }) {
  const [hours, counted, left] = [hoursWords(minutes), daysWords(days), hoursWords(carriedMinutes)];
  return (
    <>
      <Words>
        <Trans>
          Cuentan {hours}: {counted}. Pasan al mes siguiente: {left}.
        </Trans>
      </Words>
      {late.map((each) => {
        const change = lateWords(each.minutes, each.on);
        return (
          <Words key={each.on} as="small">
            <Trans>De un mes ya contado: {change}.</Trans>
          </Words>
        );
      })}
    </>
  );
}

const useStyles = themed(() => ({
  line: { padding: 12, gap: 4 },
  amount: { flexDirection: "row", flexWrap: "wrap", justifyContent: "space-between", columnGap: 12 },
  name: { flexShrink: 1 },
}));
