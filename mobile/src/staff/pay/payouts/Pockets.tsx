import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { PersonPockets } from "@/data/gen/staff/statements";
import { useRead } from "@/data/reads";
import { soles } from "@/l10n/money";
import { Await, Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { List } from "@/ui/Card";
import { Row } from "@/ui/Row";
import { Words } from "@/ui/Words";
import { useOffice } from "../../office/office";
import type { FormProps } from "../orders/RecordActs";
import { pocketWords } from "../words";
import { AskPayout } from "./AskPayout";

/** What stands on a person's accounts at this place, and the way to send some of it. */
export function Pockets({ pay, onDone }: FormProps) {
  const { t } = useLingui();
  const { id } = useOffice();
  const [asking, setAsking] = useState(false);
  const read = useRead(PersonPockets, { establishmentId: id, inmateId: pay.inmateId });
  return (
    <>
      <Words as="heading">
        <Trans>Sus cuentas</Trans>
      </Words>
      <Await read={read}>
        {({ personPockets }) =>
          personPockets.length === 0 ? (
            <Empty>
              <Trans>Todavía no tiene dinero en este lugar.</Trans>
            </Empty>
          ) : (
            <>
              <List label={t`Sus cuentas`}>
                {personPockets.map((each) => {
                  const reserved = soles(each.reserved);
                  return (
                    <Row
                      key={each.kind}
                      title={pocketWords(each.kind)}
                      note={each.reserved > 0 ? t`De eso, ya pedido: ${reserved}` : undefined}
                      aside={<Words as="strong">{soles(each.credit)}</Words>}
                    />
                  );
                })}
              </List>
              {asking ? (
                <AskPayout
                  pay={pay}
                  pockets={personPockets}
                  onDone={(words) => {
                    setAsking(false);
                    onDone(words);
                  }}
                  onLeave={() => setAsking(false)}
                />
              ) : (
                <Button look="quiet" icon="plus" onPress={() => setAsking(true)}>
                  <Trans>Pedir un envío</Trans>
                </Button>
              )}
            </>
          )
        }
      </Await>
    </>
  );
}
