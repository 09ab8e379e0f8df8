import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { PaidReparations } from "@/data/gen/staff/statements";
import { soles } from "@/l10n/money";
import { href } from "@/nav/routes";
import { Await } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { List } from "@/ui/Card";
import { Note } from "@/ui/Note";
import { Row } from "@/ui/Row";
import { usePages } from "../pages";
import { More } from "../parts/More";
import type { Standing } from "./Closing";

/** Reparations that the closed month paid the last of: whoever pays must be told, and stops. */
export function PaidOff({ of }: { of: Standing }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  if (of.reparationsPaid === 0) return null;
  const words = plural(of.reparationsPaid, {
    one: "# persona terminó de pagar su reparación civil. Avise a quien le paga que ya no la descuente.",
    other:
      "# personas terminaron de pagar su reparación civil. Avise a quien les paga que ya no la descuente.",
  });
  return (
    <>
      <Note tone="warn" title={t`Reparaciones pagadas`}>
        {words}
      </Note>
      {open ? (
        <Whose of={of} />
      ) : (
        <Button look="quiet" icon="people" onPress={() => setOpen(true)}>
          <Trans>Ver de quiénes</Trans>
        </Button>
      )}
    </>
  );
}

/** Asked for only when it is wanted, for the look is written down. */
function Whose({ of: { establishmentId, month } }: { of: Standing }) {
  const { t } = useLingui();
  const read = usePages(PaidReparations, { establishmentId, month }, (answer) => answer.paidReparations);
  return (
    <>
      <Await read={read}>
        {(people) => (
          <List label={t`Reparaciones pagadas`}>
            {people.map((each) => {
              const last = soles(each.lastPaid);
              return (
                <Row
                  key={each.statementId}
                  title={
                    each.surnames ? `${each.surnames}, ${each.givenNames}` : t`Persona que ya no está aquí`
                  }
                  note={t`Lo último que pagó: ${last}`}
                  to={href("pay", { inmate: each.inmateId })}
                />
              );
            })}
          </List>
        )}
      </Await>
      <More of={read} />
    </>
  );
}
