import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useForgetting } from "@/data/forgetting";
import { Happening, WhatsOn } from "@/data/gen/family/events";
import { useKept, useRead } from "@/data/reads";
import { href } from "@/nav/routes";
import { Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { List } from "@/ui/Card";
import { useNow } from "@/ui/clock";
import { Page } from "@/ui/Page";
import { Row } from "@/ui/Row";
import { Words } from "@/ui/Words";
import { Dates } from "./Dates";
import { Filters } from "./Filters";
import { EVERYTHING, type Filter, isFiltered, passes } from "./filter";
import { isOn } from "./happening";

const MINUTE = 60_000;

/** What there is to come to, soonest first; without signal, what was known. */
export function EventsScreen() {
  const { t } = useLingui();
  const now = useNow(MINUTE);
  const [filter, setFilter] = useState<Filter>(EVERYTHING);
  const all = useRead(WhatsOn, {}, { keep: true });
  useForgettingPast(all.asOf, now);
  // Of a list that is here whole, or while nobody answers, the phone finds by itself what is wanted.
  const here = all.offline || all.data?.whatsOn.pageInfo.hasNextPage === false;
  const { kind, establishmentId } = filter;
  const asked = here ? {} : { ...(kind ? { kind } : {}), ...(establishmentId ? { establishmentId } : {}) };
  return (
    <Page title={t`Actividades`} up={href("home")}>
      <Words>
        <Trans>Conciertos, ferias, talleres y otras actividades a las que su familia puede ir.</Trans>
      </Words>
      <Filters filter={filter} onChange={setFilter} now={now} />
      <Dates
        key={JSON.stringify(asked)}
        asked={asked}
        only={(each) => isOn(each, now) && passes(each, filter)}
        empty={<Nothing filtered={isFiltered(filter)} all={() => setFilter(EVERYTHING)} />}
      />
      <List label={t`Más sobre las actividades`}>
        <Row
          icon="phone"
          title={t`Calendario de su celular`}
          note={t`Sus días y horas en el calendario que ya usa`}
          to={href("calendarLink")}
        />
      </List>
    </Page>
  );
}

function Nothing({ filtered, all }: { filtered: boolean; all: () => void }) {
  if (!filtered) {
    return (
      <Empty>
        <Trans>Por ahora no hay actividades para su familia. Cuando haya una, le avisaremos.</Trans>
      </Empty>
    );
  }
  return (
    <Empty
      action={
        <Button look="quiet" onPress={all}>
          <Trans>Ver todas</Trans>
        </Button>
      }
    >
      <Trans>No hay actividades así por ahora.</Trans>
    </Empty>
  );
}

/** What is over is not kept, and through whom one came neither. */
function useForgettingPast(told: number | undefined, now: number): void {
  const kept = useKept(Happening);
  const toCome = new Set(
    kept.filter(({ data }) => isOn(data.happening, now)).map(({ data }) => data.happening.id),
  );
  useForgetting(Happening, ({ id }) => toCome.has(id), told);
}
