import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { MyVisits, NextVisits } from "@/data/gen/documents";
import { useKept } from "@/data/reads";
import { href } from "@/nav/routes";
import { Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { List } from "@/ui/Card";
import { useNow } from "@/ui/clock";
import { Page } from "@/ui/Page";
import { Pages } from "@/ui/Pages";
import { Words } from "@/ui/Words";
import { Wishes } from "../home/Wishes";
import { VisitRow } from "./VisitRow";

const MINUTE = 60_000;

/** The visits of a family: what waits for a signal, what is to come, what has been. */
export function VisitsScreen() {
  const { t } = useLingui();
  return (
    <Page title={t`Visitas`}>
      <Wishes />
      <ToCome />
      <Earlier />
    </Page>
  );
}

function ToCome() {
  const { t } = useLingui();
  const now = useNow(MINUTE);
  return (
    <>
      <Words as="heading">
        <Trans>Próximas</Trans>
      </Words>
      <Pages
        document={NextVisits}
        keep
        page={(answer) => answer.nextVisits}
        only={(visit) => Date.parse(visit.endsAt) > now}
        empty={
          <Empty>
            <Trans>No tiene visitas reservadas. Cuando reserve una, la verá aquí, también sin señal.</Trans>
          </Empty>
        }
      >
        {(visits) => (
          <List label={t`Próximas visitas`}>
            {visits.map((visit) => (
              <VisitRow key={visit.id} visit={visit} now={now} />
            ))}
          </List>
        )}
      </Pages>
      <Button icon="plus" to={href("book")}>
        <Trans>Reservar una visita</Trans>
      </Button>
    </>
  );
}

function Earlier() {
  const [wanted, setWanted] = useState(false);
  if (!wanted) {
    return (
      <Button look="quiet" icon="clock" onPress={() => setWanted(true)}>
        <Trans>Ver las anteriores</Trans>
      </Button>
    );
  }
  return (
    <>
      <Words as="heading">
        <Trans>Anteriores y canceladas</Trans>
      </Words>
      <EarlierVisits />
    </>
  );
}

function EarlierVisits() {
  const { t } = useLingui();
  const now = useNow(MINUTE);
  const told = useKept(NextVisits).flatMap(({ data }) => data.nextVisits.nodes);
  const toCome = new Set(told.filter((each) => Date.parse(each.endsAt) > now).map((each) => each.id));
  return (
    <Pages
      document={MyVisits}
      page={(answer) => answer.myVisits}
      only={(visit) => !toCome.has(visit.id)}
      empty={
        <Empty>
          <Trans>Todavía no hay visitas anteriores.</Trans>
        </Empty>
      }
    >
      {(visits) => (
        <List label={t`Visitas anteriores y canceladas`}>
          {visits.map((visit) => (
            <VisitRow key={visit.id} visit={visit} now={now} />
          ))}
        </List>
      )}
    </Pages>
  );
}
