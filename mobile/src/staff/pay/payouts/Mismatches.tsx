import { Trans, useLingui } from "@lingui/react/macro";
import { View } from "react-native";
import { useAct } from "@/data/acts";
import { BankMismatches, type BankMismatchesQuery, SeeBankMismatch } from "@/data/gen/staff/statements";
import { useRead, useRefresh } from "@/data/reads";
import { moment } from "@/l10n/dates";
import { soles } from "@/l10n/money";
import { Await } from "@/ui/Await";
import { List } from "@/ui/Card";
import { Confirm } from "@/ui/Confirm";
import { State } from "@/ui/Note";
import { Outcome } from "@/ui/Outcome";
import { themed } from "@/ui/theme";
import { Words } from "@/ui/Words";
import { useOffice } from "../../office/office";
import { Facts } from "../../parts/Facts";
import { bankWords, mismatchWords } from "../words";

type Mismatch = BankMismatchesQuery["bankMismatches"][number];

/** What a bank said that fits nothing, until somebody has dealt with it; no money moves for it by itself. */
export function Mismatches({ onDone }: { onDone: (words: string) => void }) {
  const { t } = useLingui();
  const { id } = useOffice();
  const read = useRead(BankMismatches, { establishmentId: id });
  return (
    <Await read={read}>
      {({ bankMismatches }) =>
        bankMismatches.length === 0 ? null : (
          <>
            <Words as="heading">
              <Trans>El banco dijo algo que no coincide</Trans>
            </Words>
            <List label={t`Lo que no coincide`}>
              {bankMismatches.map((each) => (
                <OneMismatch key={each.id} of={each} onDone={onDone} />
              ))}
            </List>
          </>
        )
      }
    </Await>
  );
}

function OneMismatch({ of, onDone }: { of: Mismatch; onDone: (words: string) => void }) {
  const { t } = useLingui();
  const styles = useStyles();
  const act = useAct(SeeBankMismatch);
  const refresh = useRefresh();
  const { reference } = of;
  return (
    <View style={styles.line}>
      <State tone="warn">{mismatchWords(of.why)}</State>
      <Facts
        of={[
          [t`Número`, reference],
          [t`Monto que dijo el banco`, of.amount === null ? t`No se lee` : soles(of.amount)],
          [t`Dijo`, of.said && bankWords(of.said)],
          [t`Número del banco`, of.bankRef],
          [t`Leído`, moment(of.readAt)],
        ]}
      />
      <Outcome of={act} />
      <Confirm
        label={t`Ya lo resolví`}
        yes={t`Sí, ya está resuelto`}
        danger={false}
        busy={act.busy}
        onYes={() =>
          void act.run({ mismatchId: of.id }).then((done) => {
            if (!done) return;
            refresh(BankMismatches);
            onDone(t`Resuelto: ${reference}.`);
          })
        }
      >
        <Trans>Deja de mostrarse. El dinero no se mueve: si hay que pagar otra vez, pida otro envío.</Trans>
      </Confirm>
    </View>
  );
}

const useStyles = themed(() => ({ line: { padding: 16, gap: 8 } }));
