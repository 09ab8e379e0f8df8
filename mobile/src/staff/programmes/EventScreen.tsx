import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { OfficeEvent } from "@/data/gen/staff/programmes";
import { useRead } from "@/data/reads";
import { moment } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { Await } from "@/ui/Await";
import { Card, List } from "@/ui/Card";
import { Note } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { Row } from "@/ui/Row";
import { Words } from "@/ui/Words";
import { EventDoor } from "../door/EventDoor";
import { Columns } from "../parts/Columns";
import { ContentFacts } from "./ContentFacts";
import { newest, releasedOf, type Whole } from "./content";
import { DateLines } from "./DateLines";
import { DraftCard } from "./DraftCard";
import { EventStates } from "./EventRow";
import { PosterCard } from "./poster/PosterCard";
import { ReleaseCard } from "./ReleaseCard";
import { familiesWords } from "./words";

/** One event: how far it is, what is done with it next, its dates, what families see, who takes part. */
export function EventScreen({ id }: { id: string }) {
  const { t } = useLingui();
  const read = useRead(OfficeEvent, { id });
  const event = read.data?.officeEvent;
  const [said, setSaid] = useState<string>();
  return (
    <Page title={event ? newest(event).title : t`Actividad`} broad up={href("officeEvents")}>
      {said ? (
        <Note tone="good" urgent>
          {said}
        </Note>
      ) : null}
      <Await read={read}>{({ officeEvent }) => <Event of={officeEvent} onDone={setSaid} />}</Await>
    </Page>
  );
}

function Event({ of, onDone }: { of: Whole; onDone: (words: string) => void }) {
  const { t } = useLingui();
  const released = releasedOf(of);
  const acts = (
    <>
      <EventStates state={of.state} draft={of.draft?.state ?? null} />
      <DraftCard of={of} onDone={onDone} />
      {of.draft ? <ReleaseCard of={of} version={of.draft.version} onDone={onDone} /> : null}
      <PosterCard of={of} onDone={onDone} />
      <List label={t`Personas de la actividad`}>
        <Row
          icon="people"
          title={t`Quiénes participan o invitan`}
          note={t`Nunca se muestra a las familias.`}
          to={href("eventPeople", { id: of.id })}
        />
      </List>
      {released ? <EventDoor id={of.id} /> : null}
    </>
  );
  const about = (
    <>
      <DateLines of={of} onDone={onDone} />
      {released ? (
        <Card label={t`Lo publicado`}>
          <Words as="heading">
            <Trans>Lo publicado</Trans>
          </Words>
          <ContentFacts of={released} />
        </Card>
      ) : null}
      <Releases of={of} />
    </>
  );
  // The same on a phone, where one stands under the other: what is being asked or typed outlives a turn of the screen.
  return <Columns list={acts} detail={about} />;
}

/** Every time it was released: when, by whom, and how many families were told. */
function Releases({ of: { releases } }: { of: Whole }) {
  const { t } = useLingui();
  if (releases.length === 0) return null;
  return (
    <List label={t`Cuándo se publicó`}>
      {releases.map(({ no, releasedAt, releasedBy, told }) => {
        const [when, families] = [moment(releasedAt), familiesWords(told)];
        return (
          <Row
            key={no}
            icon="check"
            title={t`Publicación ${no}`}
            note={[when, releasedBy, t`aviso a ${families}`].filter(Boolean).join(" · ")}
          />
        );
      })}
    </List>
  );
}
