import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import {
  EventPeople,
  type EventPeopleQuery,
  NameForEvent,
  OfficeEvent,
  type Part,
  ReleasePreview,
  UnnameForEvent,
} from "@/data/gen/staff/programmes";
import { useRead, useRefresh } from "@/data/reads";
import { href } from "@/nav/routes";
import { Await, Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { Card, List } from "@/ui/Card";
import { Choice } from "@/ui/Choice";
import { Confirm } from "@/ui/Confirm";
import { Field } from "@/ui/Field";
import { Note } from "@/ui/Note";
import { Outcome } from "@/ui/Outcome";
import { Page } from "@/ui/Page";
import { Reveal } from "@/ui/Reveal";
import { Row } from "@/ui/Row";
import { useTheme } from "@/ui/theme";
import { Words } from "@/ui/Words";
import { NameEnsemble } from "../culture/ensembles/NameEnsemble";
import { Search } from "../inmates/Search";
import type { Inmate } from "../inmates/useFound";
import { Columns } from "../parts/Columns";
import { newest } from "./content";
import { partWords } from "./words";

type Person = EventPeopleQuery["eventPeople"][number];

/** Who takes part in an event, and whose families are invited to it. No family is ever shown it. */
export function PeopleScreen({ id }: { id: string }) {
  const { t } = useLingui();
  const { wide } = useTheme();
  const read = useRead(EventPeople, { eventId: id });
  const [said, setSaid] = useState<string>();
  const list = (
    <Await read={read}>
      {({ eventPeople }) =>
        eventPeople.length === 0 ? (
          <Empty>
            <Trans>Todavía no se anotó a nadie.</Trans>
          </Empty>
        ) : (
          <List label={t`Personas anotadas`}>
            {eventPeople.map((each) => (
              <OnePerson key={each.id} of={each} onDone={setSaid} />
            ))}
          </List>
        )
      }
    </Await>
  );
  const naming = (
    <>
      <Naming eventId={id} onDone={setSaid} />
      <NameEnsemble eventId={id} onDone={setSaid} />
    </>
  );
  return (
    <Page title={t`Personas de la actividad`} broad up={href("officeEvent", { id })}>
      <Words as="small">
        <Trans>
          Estos nombres no se muestran a ninguna familia. Sirven para saber a qué familias avisar e invitar.
        </Trans>
      </Words>
      {said ? (
        <Note tone="good" urgent>
          {said}
        </Note>
      ) : null}
      {wide ? (
        <Columns list={naming} detail={list} />
      ) : (
        <>
          {list}
          {naming}
        </>
      )}
    </Page>
  );
}

function OnePerson({ of, onDone }: { of: Person; onDone: (words: string) => void }) {
  const { t } = useLingui();
  const act = useAct(UnnameForEvent);
  const refresh = useRefresh();
  const name = nameOf(of.inmate);
  const consent = of.consentAct;
  const facts = [partWords(of.part), consent ? t`aceptó, según ${consent}` : ""];
  return (
    <Reveal label={name} note={facts.filter(Boolean).join(" · ")}>
      <Outcome of={act} />
      <Confirm
        label={t`Quitar`}
        icon="cross"
        yes={t`Sí, quitar`}
        busy={act.busy}
        onYes={() =>
          void act.run({ eventPersonId: of.id }).then((done) => {
            refresh(EventPeople, ReleasePreview);
            if (done) onDone(t`Quitado de la actividad: ${name}.`);
          })
        }
      >
        <Trans>{name} deja de estar anotado. Si su familia venía por eso, su lugar queda libre.</Trans>
      </Confirm>
    </Reveal>
  );
}

/** Somebody is found, put to those chosen, and all of them are named at once. */
function Naming({ eventId, onDone }: { eventId: string; onDone: (words: string) => void }) {
  const { t } = useLingui();
  const [matching, setMatching] = useState("");
  const [chosen, setChosen] = useState<readonly Inmate[]>([]);
  const [part, setPart] = useState<Part>("PARTICIPANT");
  const [consent, setConsent] = useState("");
  const [looked, setLooked] = useState(false);
  const act = useAct(NameForEvent);
  const refresh = useRefresh();
  const event = useRead(OfficeEvent, { id: eventId }).data?.officeEvent;
  const asked = event ? (newest(event).takesPart?.consent ?? false) : false;
  const unsigned = asked && !consent.trim();
  const count = chosen.length;
  const pick = (found: Inmate) =>
    setChosen((now) => (now.some((each) => each.id === found.id) ? now : [...now, found]));
  const name = async () => {
    setLooked(true);
    if (unsigned) return;
    const inmateIds = chosen.map((each) => each.id);
    const done = await act.run({ eventId, inmateIds, part, consentAct: asked ? consent.trim() : null });
    if (!done) return;
    setLooked(false);
    setConsent("");
    refresh(EventPeople, ReleasePreview);
    setChosen([]);
    setMatching("");
    onDone(plural(done.named, { 0: "Ya estaban anotadas.", one: "# anotada.", other: "# anotadas." }));
  };
  return (
    <Card label={t`Anotar personas`}>
      <Words as="heading">
        <Trans>Anotar personas</Trans>
      </Words>
      <Choice
        label={t`Para qué`}
        inline
        options={[
          { value: "PARTICIPANT" as const, label: partWords("PARTICIPANT") },
          { value: "INVITED" as const, label: partWords("INVITED") },
        ]}
        value={part}
        onChange={setPart}
      />
      {count > 0 ? (
        <List label={t`Elegidas`}>
          {chosen.map((each) => (
            <Row
              key={each.id}
              icon="cross"
              title={nameOf(each)}
              note={t`Toque para sacarla de la lista`}
              onPress={() => setChosen(chosen.filter((other) => other !== each))}
            />
          ))}
        </List>
      ) : null}
      {asked && count > 0 ? (
        <Field
          label={t`Número del papel con su firma`}
          hint={t`Donde consta que acepta participar. Si cada persona firmó otro papel, anótelas una por una.`}
          value={consent}
          onChange={setConsent}
          autoComplete="off"
          maxLength={80}
          error={looked && unsigned ? t`Escriba el número del papel.` : undefined}
        />
      ) : null}
      {act.problem?.code === "NOT_ELIGIBLE" ? (
        <Note tone="bad" title={t`No se anotó a nadie`} urgent>
          {act.problem.message}
        </Note>
      ) : (
        <Outcome of={act} />
      )}
      {count > 0 ? (
        <Button icon="check" busy={act.busy} onPress={() => void name()}>
          {plural(count, { one: "Anotar a # persona", other: "Anotar a # personas" })}
        </Button>
      ) : null}
      <Search matching={matching} onSearch={setMatching} here={undefined} onPick={pick} />
    </Card>
  );
}

function nameOf({ surnames, givenNames }: { surnames: string; givenNames: string }): string {
  return `${surnames}, ${givenNames}`;
}
