import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useState } from "react";
import { PersonPay, type PersonPayQuery } from "@/data/gen/staff/statements";
import { useRead } from "@/data/reads";
import { soles } from "@/l10n/money";
import { href } from "@/nav/routes";
import { Await } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Note } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { useTheme } from "@/ui/theme";
import { Words } from "@/ui/Words";
import { Columns } from "../parts/Columns";
import { lastMonth } from "../workmonth/months";
import { ContributionCertificate } from "./Certificates";
import { Consents } from "./consents/Consents";
import { Advances } from "./orders/Advances";
import { Instructions } from "./orders/Instructions";
import { Orders } from "./orders/Orders";
import { RecordActs } from "./orders/RecordActs";
import { Reparations } from "./orders/Reparations";
import { Pockets } from "./payouts/Pockets";
import { nameWords } from "./words";

export type Pay = PersonPayQuery["personPay"];

/** What a person's pay rests on, what stands on their accounts, and who of the family may read it. */
export function PersonPayScreen({ inmate }: { inmate: string }) {
  const { t } = useLingui();
  const read = useRead(PersonPay, { inmateId: inmate });
  const [said, setSaid] = useState<string>();
  return (
    <Page title={t`Su pago`} broad up={href("payPeople")}>
      {said ? (
        <Note tone="good" urgent>
          {said}
        </Note>
      ) : null}
      <Await read={read}>{({ personPay }) => <Inside pay={personPay} onDone={setSaid} />}</Await>
    </Page>
  );
}

function Inside({ pay, onDone }: { pay: Pay; onDone: (words: string) => void }) {
  const { t } = useLingui();
  const { wide } = useTheme();
  const owed = pay.contributionOwed;
  const debt = soles(owed);
  const top = (
    <Card label={nameWords(pay)}>
      <Words as="heading">{nameWords(pay)}</Words>
      {owed > 0 ? (
        <Note tone="warn" title={t`Debe aportes`}>
          <Trans>Debe {debt}. Mientras deba, no se le da la constancia.</Trans>
        </Note>
      ) : null}
      <Button look="quiet" to={href("monthOfOne", { month: lastMonth(), inmate: pay.inmateId })}>
        <Trans>Ver su trabajo día por día</Trans>
      </Button>
    </Card>
  );
  const rests = (
    <>
      <Orders pay={pay} onDone={onDone} />
      <Reparations pay={pay} onDone={onDone} />
      <Instructions pay={pay} onDone={onDone} />
      <Advances pay={pay} />
    </>
  );
  const others = (
    <>
      <RecordActs pay={pay} onDone={onDone} />
      <Card>
        <ContributionCertificate inmate={pay.inmateId} />
      </Card>
      <Wanted label={t`Ver qué puede leer su familia`}>
        <Consents inmate={pay.inmateId} onDone={onDone} />
      </Wanted>
      <Wanted label={t`Ver sus cuentas y pedir un envío`}>
        <Pockets pay={pay} onDone={onDone} />
      </Wanted>
    </>
  );
  if (wide) {
    return (
      <Columns
        list={
          <>
            {top}
            {others}
          </>
        }
        detail={rests}
      />
    );
  }
  return (
    <>
      {top}
      {others}
      {rests}
    </>
  );
}

/** Asked for only when it is wanted: the service writes every look down. */
function Wanted({ label, children }: { label: string; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  if (open) return children;
  return (
    <Button look="quiet" onPress={() => setOpen(true)}>
      {label}
    </Button>
  );
}
