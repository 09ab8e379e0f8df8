import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { StatementReadings } from "@/data/gen/staff/statements";
import { moment, monthAndYear } from "@/l10n/dates";
import { Await, Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { List } from "@/ui/Card";
import { Row } from "@/ui/Row";
import { usePages } from "../../pages";
import { More } from "../../parts/More";
import { categoryWords } from "../words";
import { useReader } from "./Consents";

/** Who of the family read what and when; asked for only when it is wanted. */
export function Readings({ inmate }: { inmate: string }) {
  const [open, setOpen] = useState(false);
  if (open) return <Listed inmate={inmate} />;
  return (
    <Button look="quiet" icon="people" onPress={() => setOpen(true)}>
      <Trans>Ver quién leyó sus cuentas</Trans>
    </Button>
  );
}

function Listed({ inmate }: { inmate: string }) {
  const { t } = useLingui();
  const reader = useReader();
  const read = usePages(StatementReadings, { inmateId: inmate }, (answer) => answer.statementReadings);
  return (
    <>
      <Await read={read}>
        {(readings) =>
          readings.length === 0 ? (
            <Empty>
              <Trans>Nadie ha leído sus cuentas.</Trans>
            </Empty>
          ) : (
            <List label={t`Quién leyó sus cuentas`}>
              {readings.map((each) => (
                <Row
                  key={each.id}
                  title={reader(each.reader)}
                  note={[
                    each.month ? monthAndYear(each.month) : t`La lista de meses`,
                    each.categories.map(categoryWords).join(", "),
                    moment(each.readAt),
                  ].join(" · ")}
                />
              ))}
            </List>
          )
        }
      </Await>
      <More of={read} />
    </>
  );
}
