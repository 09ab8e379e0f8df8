import { Trans, useLingui } from "@lingui/react/macro";
import { href } from "@/nav/routes";
import { Button } from "@/ui/Button";
import { Card, List } from "@/ui/Card";
import { Page } from "@/ui/Page";
import { Row } from "@/ui/Row";
import { Words } from "@/ui/Words";
import { DoorUnsent, DoorWaits } from "../door/DoorWaits";
import { useOffice } from "../office/office";
import { PlaceRow } from "../office/PlaceRow";
import { CHIEF, DOORKEEPER, PLANNER, RECORDER, REGISTRAR } from "../office/roles";
import { usePlaceName } from "../office/usePlaceName";
import { EventWaits } from "../programmes/EventWaits";
import { roleWords } from "../words";
import WorkdayWaits from "../workday/WorkdayWaits";
import WorkWaits from "../workmonth/WorkWaits";
import { Team } from "./Team";
import { ClosuresWaiting, QueueWaiting, VisitsToday } from "./Waits";

/** The first screen of an office: where one serves, what waits, who is signed in. */
export function HomeScreen() {
  const { t } = useLingui();
  const { id, name, roles, places, choose, may } = useOffice();
  const place = usePlaceName(id);
  const others = places.filter((each) => each.id !== id);
  return (
    <Page title={t`Inicio`}>
      <Card label={place}>
        <Words as="heading">{place}</Words>
        <Words>
          {name} · {roles.map(roleWords).join(", ")}
        </Words>
      </Card>
      {may(...REGISTRAR, "GATE_OFFICER") ? (
        <Work />
      ) : may(...CHIEF, ...RECORDER, ...PLANNER) ? null : (
        <NoWork />
      )}
      {may(...RECORDER) ? <WorkdayWaits /> : null}
      {may(...CHIEF) ? <WorkWaits /> : null}
      {may(...PLANNER) ? <EventWaits /> : null}
      {may(...DOORKEEPER) ? <DoorWaits /> : null}
      <DoorUnsent />
      {may("DIRECTOR", "ADMINISTRATOR") ? <Team /> : null}
      {others.length > 0 ? (
        <>
          <Words as="heading">
            <Trans>Cambiar de lugar</Trans>
          </Words>
          <List label={t`Cambiar de lugar`}>
            {others.map((each) => (
              <PlaceRow key={each.id} place={each} onPress={() => choose(each.id)} />
            ))}
          </List>
        </>
      ) : null}
    </Page>
  );
}

function Work() {
  const { t } = useLingui();
  const { may } = useOffice();
  const registrar = may(...REGISTRAR);
  return (
    <>
      <Words as="heading">
        <Trans>Lo que espera</Trans>
      </Words>
      <List label={t`Lo que espera`}>
        {registrar ? <QueueWaiting /> : null}
        <VisitsToday />
        {registrar ? <ClosuresWaiting /> : null}
      </List>
      {registrar ? (
        <List label={t`En la ventanilla`}>
          <Row
            icon="people"
            title={t`Buscar a una persona`}
            note={t`Sus datos, sus vínculos, un código para su familia.`}
            to={href("inmates")}
          />
          {may("VISITS_REGISTRAR") ? (
            <Row
              icon="lock"
              title={t`Confirmar el celular de una familia`}
              note={t`Con su documento a la vista.`}
              to={href("vouch")}
            />
          ) : null}
        </List>
      ) : null}
    </>
  );
}

function NoWork() {
  return (
    <>
      <Words>
        <Trans>Para su función todavía no hay nada que hacer aquí.</Trans>
      </Words>
      <Button look="quiet" icon="settings" to={href("settings")}>
        <Trans>Ajustes</Trans>
      </Button>
    </>
  );
}
