import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { MonthStatements } from "@/data/gen/staff/statements";
import { soles } from "@/l10n/money";
import { Await, Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { List } from "@/ui/Card";
import { State } from "@/ui/Note";
import { Reveal } from "@/ui/Reveal";
import { Words } from "@/ui/Words";
import { usePages } from "../pages";
import { Facts } from "../parts/Facts";
import { More } from "../parts/More";
import { IncomeCertificate } from "../pay/Certificates";
import { grouped } from "./amounts";
import type { Standing } from "./Closing";
import { PaidOff } from "./PaidOff";
import { StatementRead } from "./StatementRead";

/** What a closed month came to, and its accounts when somebody wants to see them. */
export function ClosedMonth({ of }: { of: Standing }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const { gross, withheld, personal, seal } = of;
  return (
    <>
      <State tone="good" icon="lock">{t`Cerrado`}</State>
      <Facts
        of={[
          [t`Cuentas hechas`, grouped(of.made)],
          [t`Se ganó`, gross === null ? null : soles(gross)],
          [t`Se descontó`, withheld === null ? null : soles(withheld)],
          [t`Quedó para quienes trabajaron`, personal === null ? null : soles(personal)],
        ]}
      />
      {seal ? (
        <Words as="small" selectable>
          <Trans>Sello del mes: {seal}</Trans>
        </Words>
      ) : null}
      <PaidOff of={of} />
      {open ? (
        <Accounts of={of} />
      ) : (
        <Button look="quiet" icon="people" onPress={() => setOpen(true)}>
          <Trans>Ver las cuentas</Trans>
        </Button>
      )}
    </>
  );
}

/** Account by account; asked for only when it is wanted, for every look is written down. */
function Accounts({ of: { establishmentId, month } }: { of: Standing }) {
  const { t } = useLingui();
  const read = usePages(MonthStatements, { establishmentId, month }, (answer) => answer.monthStatements);
  return (
    <>
      <Await read={read}>
        {(accounts) =>
          accounts.length === 0 ? (
            <Empty>
              <Trans>Este mes no tiene cuentas.</Trans>
            </Empty>
          ) : (
            <List label={t`Cuentas del mes`}>
              {accounts.map((each) => {
                const [gross, left] = [soles(each.gross), soles(each.personal)];
                // Of somebody who left: another account tells of the same days.
                const stands = each.state !== "RETURNED";
                return (
                  <Reveal
                    key={each.id}
                    label={
                      each.surnames ? `${each.surnames}, ${each.givenNames}` : t`Persona que ya no está aquí`
                    }
                    note={stands ? t`Ganó ${gross}, quedó ${left}` : t`Devuelta: no vale`}
                  >
                    <StatementRead id={each.id} />
                    {stands && each.gross > 0 ? <IncomeCertificate statement={each.id} /> : null}
                  </Reveal>
                );
              })}
            </List>
          )
        }
      </Await>
      <More of={read} />
    </>
  );
}
