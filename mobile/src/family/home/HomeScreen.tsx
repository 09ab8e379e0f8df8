import { Trans, useLingui } from "@lingui/react/macro";
import { TrustDevice } from "@/account/TrustDevice";
import { Home, type HomeQuery, Inbox } from "@/data/gen/documents";
import { useRead, useRefresh } from "@/data/reads";
import { href } from "@/nav/routes";
import { Await } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { List } from "@/ui/Card";
import { Page } from "@/ui/Page";
import { Row } from "@/ui/Row";
import { Words } from "@/ui/Words";
import { Asked } from "./Asked";
import { FirstSteps } from "./FirstSteps";
import { News } from "./News";
import { NextVisit } from "./NextVisit";
import { PushOffer } from "./PushOffer";
import { Wishes } from "./Wishes";

/** The first screen: the next visit and whether it is still on, what needs an answer, what is new. */
export function HomeScreen() {
  const { t } = useLingui();
  const read = useRead(Home, {}, { keep: true });
  const refresh = useRefresh();
  const trusted = () => {
    read.refresh();
    refresh(Inbox);
  };
  if (read.refused?.code === "DEVICE_NOT_TRUSTED") return <TrustDevice onTrusted={trusted} />;
  return (
    <Page title={t`Inicio`}>
      <Await read={read}>
        {(home) => (
          <Contents home={home} asOf={read.asOf ?? 0} answered={!read.refreshing && !read.offline} />
        )}
      </Await>
    </Page>
  );
}

type Shown = {
  home: HomeQuery;
  asOf: number;
  /** Just told, so that there is signal and nothing on the way. */
  answered: boolean;
};

function Contents({ home, asOf, answered }: Shown) {
  const next = home.nextVisits.nodes.find(isToCome);
  const mayBook = home.myTies.nodes.some((each) => each.inmate);
  return (
    <>
      <Wishes />
      {next ? (
        <NextVisit visit={next} asOf={asOf} answered={answered} />
      ) : mayBook ? (
        <NoVisit />
      ) : (
        <FirstSteps ties={home.myTies.nodes} />
      )}
      {mayBook ? (
        <Button icon="plus" to={href("book")}>
          <Trans>Reservar una visita</Trans>
        </Button>
      ) : null}
      <Asked home={home} />
      <Events />
      <PushOffer />
      <News />
    </>
  );
}

function NoVisit() {
  return (
    <Words tone="soft">
      <Trans>No tiene visitas reservadas.</Trans>
    </Words>
  );
}

/** The way to what a family may come to. */
function Events() {
  const { t } = useLingui();
  return (
    <List label={t`Actividades`}>
      <Row
        icon="calendar"
        title={t`Actividades para familias`}
        note={t`Conciertos, ferias, talleres y más`}
        to={href("events")}
      />
    </List>
  );
}

function isToCome(visit: HomeQuery["nextVisits"]["nodes"][number]): boolean {
  return Date.parse(visit.endsAt) > Date.now();
}
