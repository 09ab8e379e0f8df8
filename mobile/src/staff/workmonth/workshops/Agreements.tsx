import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { WorkshopAgreements, type WorkshopAgreementsQuery } from "@/data/gen/staff/work";
import { figures, today } from "@/l10n/dates";
import { Await, Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { List } from "@/ui/Card";
import { State } from "@/ui/Note";
import { Row } from "@/ui/Row";
import { Words } from "@/ui/Words";
import { usePages } from "../../pages";
import { More } from "../../parts/More";
import { AddAgreement } from "./AddAgreement";
import { EndAgreement } from "./EndAgreement";
import type { Acts } from "./WorkshopScreen";

type Agreement = WorkshopAgreementsQuery["workshopAgreements"]["nodes"][number];

/** The agreements under which a workshop works. */
export function Agreements({ workshop, chief, onDone }: Acts) {
  const { t } = useLingui();
  const [adding, setAdding] = useState(false);
  const about = { workshopId: workshop.id };
  const read = usePages(WorkshopAgreements, about, (answer) => answer.workshopAgreements);
  return (
    <>
      <Words as="heading">
        <Trans>Convenios</Trans>
      </Words>
      <Await read={read}>
        {(agreements) =>
          agreements.length === 0 ? (
            <Empty>
              <Trans>Este taller no tiene convenios.</Trans>
            </Empty>
          ) : (
            <List label={t`Convenios`}>
              {agreements.map((each) => (
                <OneAgreement key={each.id} of={each} chief={chief} onDone={onDone} />
              ))}
            </List>
          )
        }
      </Await>
      <More of={read} />
      {chief && adding ? (
        <AddAgreement
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
          <Trans>Agregar un convenio</Trans>
        </Button>
      ) : null}
    </>
  );
}

function OneAgreement({ of, chief, onDone }: { of: Agreement } & Pick<Acts, "chief" | "onDone">) {
  const { t } = useLingui();
  const last = of.endedOn ?? of.validTo;
  const [from, to] = [figures(of.validFrom), last ? figures(last) : ""];
  const { places, payDueDay } = of;
  const over = last !== null && last < today();
  return (
    <Row
      title={`${of.number} · ${of.partner}`}
      note={`${to ? t`Del ${from} al ${to}` : t`Desde el ${from}`} · ${t`${places} puestos, se paga el día ${payDueDay}`}`}
      below={
        over ? (
          <State tone="plain" icon="cross">{t`Ya terminó`}</State>
        ) : (
          <>
            <State tone="good">{t`Vigente`}</State>
            {chief && of.endedOn === null ? <EndAgreement of={of} onDone={onDone} /> : null}
          </>
        )
      }
    />
  );
}
