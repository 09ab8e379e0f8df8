import { Trans, useLingui } from "@lingui/react/macro";
import { View } from "react-native";
import { soles } from "@/l10n/money";
import { themed } from "@/ui/theme";
import { Words } from "@/ui/Words";

type Props = {
  label: string;
  /** Whole céntimos. */
  amount: number;
  /** What the lines above come to. */
  sum?: boolean;
};

/** An amount and what it is, beside each other where there is room. */
export function Amount({ label, amount, sum = false }: Props) {
  const styles = useStyles();
  return (
    <View style={[styles.line, sum && styles.sum]}>
      <View style={styles.label}>
        <Words as={sum ? "strong" : "body"}>{label}</Words>
      </View>
      <Words as="strong">{soles(amount)}</Words>
    </View>
  );
}

/** What is put aside for whoever looks: a wish, and nothing that was sent. */
export function PutAside({ amount }: { amount: number }) {
  const { t } = useLingui();
  return (
    <>
      <Amount label={t`Apartó para usted`} amount={amount} />
      {amount > 0 ? (
        <Words as="small">
          <Trans>Todavía no es un envío: mire en “Envíos de dinero” si ya salió.</Trans>
        </Words>
      ) : null}
    </>
  );
}

const useStyles = themed(({ colours, letters }) => ({
  line: {
    flexDirection: "row",
    flexWrap: "wrap",
    justifyContent: "space-between",
    alignItems: "baseline",
    columnGap: 12,
  },
  label: { flexGrow: 1, flexShrink: 1, flexBasis: letters(150) },
  sum: { borderTopWidth: 2, borderTopColor: colours.edge, paddingTop: 8 },
}));
