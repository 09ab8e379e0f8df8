import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { WorkshopPrices } from "@/data/gen/staff/work";
import { today } from "@/l10n/dates";
import { Await, Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { List } from "@/ui/Card";
import { Row } from "@/ui/Row";
import { Words } from "@/ui/Words";
import { usePages } from "../../pages";
import { More } from "../../parts/More";
import { exactSoles, percent } from "../amounts";
import { basisWords } from "../words";
import { AddPrice } from "./AddPrice";
import type { Acts } from "./WorkshopScreen";

/** What is paid in a workshop today; prices are only ever added. */
export function Prices({ workshop, chief, onDone }: Acts) {
  const { t } = useLingui();
  const [adding, setAdding] = useState(false);
  const about = { workshopId: workshop.id, onDay: today() };
  const read = usePages(WorkshopPrices, about, (answer) => answer.workshopPrices);
  return (
    <>
      <Words as="heading">
        <Trans>Precios de hoy</Trans>
      </Words>
      <Await read={read}>
        {(prices) =>
          prices.length === 0 ? (
            <Empty>
              <Trans>Todavía no hay precios.</Trans>
            </Empty>
          ) : (
            <List label={t`Precios de hoy`}>
              {prices.map((each) => (
                <Row
                  key={each.id}
                  icon="coin"
                  title={[each.product, each.operation, each.grade].filter(Boolean).join(" · ")}
                  note={`${basisWords(each.basis)}: ${each.basis === "SALE_SHARE" ? percent(each.rate) : exactSoles(each.rate)}`}
                />
              ))}
            </List>
          )
        }
      </Await>
      <More of={read} />
      {chief && adding ? (
        <AddPrice
          workshop={workshop.id}
          onDone={(words) => {
            setAdding(false);
            onDone(words);
          }}
          onLeave={() => setAdding(false)}
        />
      ) : null}
      {chief && !adding ? (
        <Button look="quiet" icon="plus" onPress={() => setAdding(true)}>
          <Trans>Agregar un precio</Trans>
        </Button>
      ) : null}
    </>
  );
}
