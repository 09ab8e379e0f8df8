import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { View } from "react-native";
import { type Act, useAct } from "@/data/acts";
import {
  ApproveAdjustment,
  ApproveAdvance,
  PersonPay,
  WaitingCorrections,
  type WaitingCorrectionsQuery,
} from "@/data/gen/staff/statements";
import { useRead, useRefresh } from "@/data/reads";
import { figures, moment, monthAndYear } from "@/l10n/dates";
import { soles } from "@/l10n/money";
import { href } from "@/nav/routes";
import { Await, Empty } from "@/ui/Await";
import { List } from "@/ui/Card";
import { Confirm } from "@/ui/Confirm";
import { Note } from "@/ui/Note";
import { Outcome } from "@/ui/Outcome";
import { Page } from "@/ui/Page";
import { themed } from "@/ui/theme";
import { Words } from "@/ui/Words";
import { useOffice } from "../office/office";
import { nameWords } from "./words";

type Waiting = WaitingCorrectionsQuery["waitingCorrections"];
type Done = (words: string) => void;

/** Corrections and advances that wait for a second person. */
export function CorrectionsScreen() {
  const { t } = useLingui();
  const { id } = useOffice();
  const read = useRead(WaitingCorrections, { establishmentId: id });
  const [said, setSaid] = useState<string>();
  return (
    <Page title={t`Correcciones por aprobar`} up={href("payPeople")}>
      {said ? (
        <Note tone="good" urgent>
          {said}
        </Note>
      ) : null}
      <Await read={read}>
        {({ waitingCorrections: { adjustments, advances } }) =>
          adjustments.length + advances.length === 0 ? (
            <Empty>
              <Trans>No hay correcciones por aprobar.</Trans>
            </Empty>
          ) : (
            <List label={t`Correcciones por aprobar`}>
              {adjustments.map((each) => (
                <Adjustment key={each.id} of={each} onDone={setSaid} />
              ))}
              {advances.map((each) => (
                <Advance key={each.id} of={each} onDone={setSaid} />
              ))}
            </List>
          )
        }
      </Await>
    </Page>
  );
}

function Adjustment({ of, onDone }: { of: Waiting["adjustments"][number]; onDone: Done }) {
  const { t } = useLingui();
  const act = useAct(ApproveAdjustment);
  const [amount, when] = [soles(of.amount), monthAndYear(of.ofMonth)];
  return (
    <Line
      of={of}
      title={t`${amount} de ${when}`}
      act={act}
      what={t`Entra como una línea de su próxima cuenta: ${amount}.`}
      approve={() => act.run({ adjustmentId: of.id })}
      onDone={onDone}
    >
      <Words>“{of.reason}”</Words>
    </Line>
  );
}

function Advance({ of, onDone }: { of: Waiting["advances"][number]; onDone: Done }) {
  const { t } = useLingui();
  const act = useAct(ApproveAdvance);
  const [amount, given] = [soles(of.amount), figures(of.givenOn)];
  const { parts } = of;
  return (
    <Line
      of={of}
      title={t`Materiales por ${amount}`}
      act={act}
      what={t`Se descuentan ${amount} en ${parts} cuotas mensuales.`}
      approve={() => act.run({ advanceId: of.id })}
      onDone={onDone}
    >
      <Words>
        {of.workshop ?? ""} · {t`entregados el ${given}, en ${parts} cuotas`}
      </Words>
    </Line>
  );
}

type LineProps = {
  of: Waiting["adjustments"][number] | Waiting["advances"][number];
  title: string;
  act: Pick<Act<never, never>, "problem" | "unanswered" | "busy">;
  what: string;
  approve: () => Promise<unknown>;
  onDone: Done;
  children: React.ReactNode;
};

function Line({ of, title, act, what, approve, onDone, children }: LineProps) {
  const { t } = useLingui();
  const styles = useStyles();
  const refresh = useRefresh();
  const name = nameWords(of);
  const [at, by] = [moment(of.recordedAt), of.recordedBy ?? ""];
  return (
    <View style={styles.line}>
      <Words as="strong">{name}</Words>
      <Words as="strong">{title}</Words>
      {children}
      <Words as="small">
        <Trans>
          Anotado {at} {by}
        </Trans>
      </Words>
      {of.yours ? (
        <Words as="small">
          <Trans>Lo anotó usted: lo tiene que aprobar otra persona.</Trans>
        </Words>
      ) : (
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
      )}
    </View>
  );
}

const useStyles = themed(() => ({ line: { padding: 16, gap: 8 } }));
