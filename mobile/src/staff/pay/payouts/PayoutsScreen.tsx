import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { type RemittanceState, Remittances, type RemittancesQuery } from "@/data/gen/staff/statements";
import { href } from "@/nav/routes";
import { Await, Empty } from "@/ui/Await";
import { List } from "@/ui/Card";
import { Choice } from "@/ui/Choice";
import { Note } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { useTheme } from "@/ui/theme";
import { useOffice } from "../../office/office";
import { usePages } from "../../pages";
import { Columns } from "../../parts/Columns";
import { More } from "../../parts/More";
import { payoutStateWords } from "../words";
import { BankFiles } from "./BankFiles";
import { Mismatches } from "./Mismatches";
import { Payout } from "./Payout";

export type PayoutOf = RemittancesQuery["remittances"]["nodes"][number];

type Shown = RemittanceState | "ALL";

const STATES: readonly RemittanceState[] = [
  "ASKED",
  "APPROVED",
  "SENT",
  "CONFIRMED",
  "RETURNED",
  "REFUSED",
  "CANCELLED",
];

/** Money that goes out: what waits for a second person first; the bank's files and what it said beside it. */
export function PayoutsScreen() {
  const { t } = useLingui();
  const { wide } = useTheme();
  const [state, setState] = useState<Shown>("ASKED");
  const [said, setSaid] = useState<string>();
  const list = (
    <>
      <Choice<Shown>
        label={t`Ver`}
        options={[
          ...STATES.map((each) => ({ value: each, label: payoutStateWords(each) })),
          { value: "ALL", label: t`Todos` },
        ]}
        value={state}
        onChange={setState}
        inline
      />
      <Listed key={state} state={state} onDone={setSaid} />
    </>
  );
  const bank = (
    <>
      <BankFiles />
      <Mismatches onDone={setSaid} />
    </>
  );
  return (
    <Page title={t`Envíos de dinero`} broad up={href("payPeople")}>
      {said ? (
        <Note tone="good" urgent>
          {said}
        </Note>
      ) : null}
      {wide ? (
        <Columns list={bank} detail={list} />
      ) : (
        <>
          {list}
          {bank}
        </>
      )}
    </Page>
  );
}

function Listed({ state, onDone }: { state: Shown; onDone: (words: string) => void }) {
  const { t } = useLingui();
  const { id } = useOffice();
  const variables = { establishmentId: id, ...(state === "ALL" ? {} : { state }) };
  const read = usePages(Remittances, variables, (answer) => answer.remittances);
  return (
    <>
      <Await read={read}>
        {(payouts) =>
          payouts.length === 0 ? (
            <Empty>
              {state === "ASKED" ? (
                <Trans>Ningún envío espera a otra persona.</Trans>
              ) : (
                <Trans>No hay envíos así.</Trans>
              )}
            </Empty>
          ) : (
            <List label={t`Envíos de dinero`}>
              {payouts.map((each) => (
                <Payout key={each.id} of={each} onDone={onDone} />
              ))}
            </List>
          )
        }
      </Await>
      <More of={read} />
    </>
  );
}
