import { useLingui } from "@lingui/react/macro";
import { View } from "react-native";
import { type Day, monthAndYear } from "@/l10n/dates";
import { soles } from "@/l10n/money";
import { href } from "@/nav/routes";
import { Row } from "@/ui/Row";
import { themed } from "@/ui/theme";
import { Words } from "@/ui/Words";
import { Bar } from "./Bar";
import type { Measure, Month } from "./months";
import { countedWords, periodWords } from "./words";

type Scale = { measure: Measure; most: number };
type Props = { inmate: string; name: string; month: Month; scale: Scale | undefined };

/** A month: its bar, the same in words, and the way to its account. */
export function MonthRow({ inmate, name, month, scale }: Props) {
  const { t } = useLingui();
  const styles = useStyles();
  const { gross, personal, toFamily } = month;
  const [earned = "", left = "", yours = ""] = [gross, personal, toFamily].map((each) =>
    each === null ? "" : soles(each),
  );
  const facts = [
    month.kind === "EXIT" ? t`Cuenta final` : "",
    earned && t`Ganó ${earned}`,
    left && t`Quedó para ${name}: ${left}`,
    toFamily ? t`Apartó para usted: ${yours}` : "",
    gross === null && personal === null ? countedWords(month) : "",
  ].filter(Boolean);
  return (
    <Row
      title={periodWords(month)}
      to={href("statement", { inmate, id: month.id })}
      below={
        <View style={styles.below}>
          {scale ? <MonthBar month={month} scale={scale} /> : null}
          {facts.map((each) => (
            <Words key={each} as="small">
              {each}
            </Words>
          ))}
        </View>
      }
    />
  );
}

function MonthBar({ month, scale: { measure, most } }: { month: Month; scale: Scale }) {
  return (
    <Bar
      value={month[measure] ?? 0}
      most={most}
      filled={measure === "gross" ? month.personal : month[measure]}
    />
  );
}

/** A month between others of which there are no accounts. */
export function EmptyMonth({ month }: { month: Day }) {
  const { t } = useLingui();
  return <Row title={monthAndYear(month)} note={t`No hay cuentas de este mes.`} />;
}

const useStyles = themed(() => ({ below: { gap: 4 } }));
