import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { OfficeEvents } from "@/data/gen/staff/programmes";
import { href } from "@/nav/routes";
import { Await, Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { List } from "@/ui/Card";
import { Choice } from "@/ui/Choice";
import { Note } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { useTheme } from "@/ui/theme";
import { useOffice } from "../office/office";
import { usePages } from "../pages";
import { Columns } from "../parts/Columns";
import { More } from "../parts/More";
import { CancelAll } from "./CancelAll";
import { EventRow } from "./EventRow";

/** What is planned at a place: events to come and past, one more, and the emergency switch. */
export function EventsScreen() {
  const { t } = useLingui();
  const { wide } = useTheme();
  const { may } = useOffice();
  const [past, setPast] = useState(false);
  const [said, setSaid] = useState<string>();
  const acts = (
    <>
      <Button icon="plus" to={href("newEvent")}>
        <Trans>Preparar una actividad</Trans>
      </Button>
      <Button look="quiet" icon="office" to={href("programmes")}>
        <Trans>Programas y temporadas</Trans>
      </Button>
    </>
  );
  const list = (
    <>
      <Choice
        label={t`Cuáles`}
        inline
        options={[
          { value: "COMING" as const, label: t`Por venir` },
          { value: "PAST" as const, label: t`Pasadas` },
        ]}
        value={past ? "PAST" : "COMING"}
        onChange={(which) => setPast(which === "PAST")}
      />
      <Events key={String(past)} past={past} />
    </>
  );
  const emergency = may("DIRECTOR") ? <CancelAll onDone={setSaid} /> : null;
  return (
    <Page title={t`Actividades`} broad up={wide ? undefined : href("home")}>
      {said ? (
        <Note tone="good" urgent>
          {said}
        </Note>
      ) : null}
      {wide ? (
        <Columns
          list={
            <>
              {acts}
              {emergency}
            </>
          }
          detail={list}
        />
      ) : (
        <>
          {acts}
          {list}
          {emergency}
        </>
      )}
    </Page>
  );
}

function Events({ past }: { past: boolean }) {
  const { t } = useLingui();
  const { id } = useOffice();
  const read = usePages(OfficeEvents, { establishmentId: id, past }, (answer) => answer.officeEvents);
  return (
    <>
      <Await read={read}>
        {(events) =>
          events.length === 0 ? (
            <Empty>
              {past ? (
                <Trans>Todavía no hubo actividades.</Trans>
              ) : (
                <Trans>No hay actividades por venir.</Trans>
              )}
            </Empty>
          ) : (
            <List label={t`Actividades`}>
              {events.map((each) => (
                <EventRow key={each.id} of={each} />
              ))}
            </List>
          )
        }
      </Await>
      <More of={read} />
    </>
  );
}
