import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useState } from "react";
import { View } from "react-native";
import { type Act, useAct } from "@/data/acts";
import {
  type CorrectionKind,
  PersonPay,
  RefuseCorrection,
  WaitingCorrections,
  WithdrawCorrection,
} from "@/data/gen/staff/statements";
import { useRefresh } from "@/data/reads";
import { moment } from "@/l10n/dates";
import { Button } from "@/ui/Button";
import { Confirm } from "@/ui/Confirm";
import { Field } from "@/ui/Field";
import { Outcome } from "@/ui/Outcome";
import { themed } from "@/ui/theme";
import { Words } from "@/ui/Words";
import type { Waiting } from "./CorrectionsScreen";
import { nameWords } from "./words";

const SHORTEST = 10;

type Props = {
  of: Waiting["adjustments"][number] | Waiting["advances"][number];
  kind: CorrectionKind;
  title: string;
  act: Pick<Act<never, never>, "problem" | "unanswered" | "busy">;
  what: string;
  approve: () => Promise<unknown>;
  onDone: (words: string) => void;
  children: ReactNode;
};

/** What waits for a second person: approved or refused by one, taken back by who recorded it. */
export function Correction(props: Props) {
  const { of, title, children } = props;
  const styles = useStyles();
  const [at, by] = [moment(of.recordedAt), of.recordedBy ?? ""];
  return (
    <View style={styles.line}>
      <Words as="strong">{nameWords(of)}</Words>
      <Words as="strong">{title}</Words>
      {children}
      <Words as="small">
        <Trans>
          Anotado {at} {by}
        </Trans>
      </Words>
      {of.yours ? (
        <>
          <Words as="small">
            <Trans>Lo anotó usted: lo tiene que aprobar otra persona.</Trans>
          </Words>
          <Withdraw {...props} />
        </>
      ) : (
        <>
          <Approve {...props} />
          <Refuse {...props} />
        </>
      )}
    </View>
  );
}

function Approve({ of, act, what, approve, onDone }: Props) {
  const { t } = useLingui();
  const refresh = useRefresh();
  const name = nameWords(of);
  return (
    <>
      <Outcome of={act} />
      <Confirm
        label={t`Aprobar`}
        yes={t`Sí, aprobar`}
        busy={act.busy}
        onYes={() =>
          void approve().then((done) => {
            if (!done) return;
            refresh(WaitingCorrections, PersonPay);
            onDone(t`Aprobado: ${name}.`);
          })
        }
      >
        {name}. {what} <Trans>No se puede deshacer: se corrige con otro ajuste.</Trans>
      </Confirm>
    </>
  );
}

/** Not approved, with words that who recorded it reads. */
function Refuse({ of, kind, onDone }: Props) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const [why, setWhy] = useState("");
  const act = useAct(RefuseCorrection);
  const refresh = useRefresh();
  const name = nameWords(of);
  const refuse = async () => {
    if (!(await act.run({ kind, correctionId: of.id, why: why.trim() }))) return;
    refresh(WaitingCorrections, PersonPay);
    onDone(t`No se aprobó: ${name}.`);
  };
  if (!open) {
    return (
      <Button look="quiet" onPress={() => setOpen(true)}>
        <Trans>No aprobar</Trans>
      </Button>
    );
  }
  return (
    <>
      <Field
        label={t`Por qué no se aprueba`}
        hint={t`Diez letras por lo menos. Lo lee quien lo anotó.`}
        value={why}
        onChange={setWhy}
        multiline
        maxLength={500}
      />
      <Outcome of={act} />
      {why.trim().length >= SHORTEST ? (
        <Confirm label={t`No aprobar`} yes={t`Sí, no se aprueba`} busy={act.busy} onYes={() => void refuse()}>
          {name}. <Trans>Sale de la lista y no entra en ninguna cuenta. Se puede anotar otra vez.</Trans>
        </Confirm>
      ) : null}
      <Button look="quiet" onPress={() => setOpen(false)}>
        <Trans>Dejarlo</Trans>
      </Button>
    </>
  );
}

/** Taken back by who recorded it. */
function Withdraw({ of, kind, onDone }: Props) {
  const { t } = useLingui();
  const act = useAct(WithdrawCorrection);
  const refresh = useRefresh();
  const name = nameWords(of);
  const withdraw = async () => {
    if (!(await act.run({ kind, correctionId: of.id }))) return;
    refresh(WaitingCorrections, PersonPay);
    onDone(t`Retirado: ${name}.`);
  };
  return (
    <>
      <Outcome of={act} />
      <Confirm
        label={t`Retirar lo que anoté`}
        yes={t`Sí, retirar`}
        busy={act.busy}
        onYes={() => void withdraw()}
      >
        {name}. <Trans>Sale de la lista y no entra en ninguna cuenta. Se puede anotar otra vez.</Trans>
      </Confirm>
    </>
  );
}

const useStyles = themed(() => ({ line: { padding: 16, gap: 8 } }));
