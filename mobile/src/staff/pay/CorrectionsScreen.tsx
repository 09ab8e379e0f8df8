import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import {
  ApproveAdjustment,
  ApproveAdvance,
  WaitingCorrections,
  type WaitingCorrectionsQuery,
} from "@/data/gen/staff/statements";
import { useRead } from "@/data/reads";
import { figures, monthAndYear } from "@/l10n/dates";
import { soles } from "@/l10n/money";
import { href } from "@/nav/routes";
import { Await, Empty } from "@/ui/Await";
import { List } from "@/ui/Card";
import { Note } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { Words } from "@/ui/Words";
import { useOffice } from "../office/office";
import { lateWords } from "../workmonth/words";
import { Correction } from "./Correction";
import { RefusedOfMine } from "./RefusedOfMine";

export type Waiting = WaitingCorrectionsQuery["waitingCorrections"];
type Done = (words: string) => void;

/** Corrections and advances that wait for a second person, and what somebody refused of one's own. */
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
        {({ waitingCorrections: { adjustments, advances, refused } }) => (
          <>
            {adjustments.length + advances.length === 0 ? (
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
            )}
            <RefusedOfMine of={refused} />
          </>
        )}
      </Await>
    </Page>
  );
}

function Adjustment({ of, onDone }: { of: Waiting["adjustments"][number]; onDone: Done }) {
  const { t } = useLingui();
  const act = useAct(ApproveAdjustment);
  const [amount, when] = [soles(of.amount), monthAndYear(of.ofMonth)];
  const hours = of.workedOn && of.minutes ? lateWords(of.minutes, of.workedOn) : "";
  return (
    <Correction
      of={of}
      kind="ADJUSTMENT"
      title={[...(of.amount ? [t`${amount} de ${when}`] : []), ...(hours ? [hours] : [])].join(" · ")}
      act={act}
      what={[
        ...(of.amount ? [t`Entra como una línea de su próxima cuenta: ${amount}.`] : []),
        ...(hours ? [t`Su próxima cuenta lo cuenta: ${hours}.`] : []),
      ].join(" ")}
      approve={() => act.run({ adjustmentId: of.id })}
      onDone={onDone}
    >
      <Words>“{of.reason}”</Words>
    </Correction>
  );
}

function Advance({ of, onDone }: { of: Waiting["advances"][number]; onDone: Done }) {
  const { t } = useLingui();
  const act = useAct(ApproveAdvance);
  const [amount, given] = [soles(of.amount), figures(of.givenOn)];
  const { parts } = of;
  return (
    <Correction
      of={of}
      kind="ADVANCE"
      title={t`Materiales por ${amount}`}
      act={act}
      what={t`Se descuentan ${amount} en ${parts} cuotas mensuales.`}
      approve={() => act.run({ advanceId: of.id })}
      onDone={onDone}
    >
      <Words>
        {of.workshop ?? ""} · {t`entregados el ${given}, en ${parts} cuotas`}
      </Words>
    </Correction>
  );
}
