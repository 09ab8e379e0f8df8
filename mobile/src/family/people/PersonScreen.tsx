import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { figures } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { Await, Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { List } from "@/ui/Card";
import { Note } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { Row } from "@/ui/Row";
import { Words } from "@/ui/Words";
import { CorrectPerson } from "./CorrectPerson";
import { countryWords } from "./countries";
import { useSexes } from "./PersonFields";
import { capacityWords, documentWords, expiryOf, fullName, type Person, usePeople } from "./people";
import { type Removed, RemovePerson } from "./RemovePerson";
import { RenewDocument } from "./RenewDocument";

type Doing = "seeing" | "correcting" | "renewing";

/** One person of the list: what is known, and putting it right. */
export function PersonScreen({ id }: { id: string }) {
  const { t } = useLingui();
  const read = usePeople();
  const [doing, setDoing] = useState<Doing>("seeing");
  const [saved, setSaved] = useState<string>();
  const [removed, setRemoved] = useState<Removed>();
  const person = read.data?.find((each) => each.id === id);
  if (removed) return <Gone removed={removed} />;
  const titles = { seeing: t`Datos`, correcting: t`Corregir los datos`, renewing: t`Renovar el documento` };
  const done = (words?: string) => {
    setSaved(words);
    setDoing("seeing");
  };
  return (
    <Page key={doing} title={titles[doing]} up={href("people")}>
      <Await read={read}>
        {(people) => {
          if (!person) return <Unknown />;
          if (doing === "correcting") return <CorrectPerson person={person} onDone={done} />;
          if (doing === "renewing") return <RenewDocument person={person} onDone={done} />;
          return (
            <>
              {saved ? (
                <Note tone="good" urgent>
                  {saved}
                </Note>
              ) : null}
              <Facts person={person} people={people} />
              <Button onPress={() => setDoing("correcting")}>
                <Trans>Corregir los datos</Trans>
              </Button>
              <Button look="quiet" onPress={() => setDoing("renewing")}>
                <Trans>Renovar el documento</Trans>
              </Button>
              <RemovePerson person={person} people={people} onRemoved={setRemoved} />
            </>
          );
        }}
      </Await>
    </Page>
  );
}

function Facts({ person, people }: { person: Person; people: readonly Person[] }) {
  const { t } = useLingui();
  const sex = useSexes().find((each) => each.value === person.sex)?.label ?? "";
  const expiry = expiryOf(person.documentValidUntil);
  const ends = person.documentValidUntil ? figures(person.documentValidUntil) : t`No vence, o no dice fecha`;
  return (
    <>
      <Words as="heading">{fullName(person)}</Words>
      {expiry ? (
        <Note tone={expiry.state === "over" ? "bad" : "warn"} icon="alert" title={expiry.words}>
          <Trans>Con el documento vencido no se puede entrar. Cuando tenga el nuevo, cámbielo aquí.</Trans>
        </Note>
      ) : null}
      <List label={t`Datos`}>
        <Row title={capacityWords(person, people)} note={t`En su cuenta`} />
        <Row title={documentWords(person)} note={t`Documento`} />
        <Row title={ends} note={t`Fecha en que vence`} />
        <Row title={figures(person.bornOn)} note={t`Fecha de nacimiento`} />
        <Row title={sex} note={t`Sexo, según el documento`} />
        {person.nationality === "PE" ? null : (
          <Row title={countryWords(person.nationality)} note={t`Nacionalidad`} />
        )}
      </List>
    </>
  );
}

function Unknown() {
  return (
    <Empty
      action={
        <Button look="quiet" icon="people" to={href("people")}>
          <Trans>Ver mi gente</Trans>
        </Button>
      }
    >
      <Trans>Esta persona ya no está en su lista.</Trans>
    </Empty>
  );
}

function Gone({ removed: { name, calledOff } }: { removed: Removed }) {
  const { t } = useLingui();
  return (
    <Page title={t`Listo`} up={href("people")}>
      <Note tone="good" urgent>
        <Trans>{name} ya no está en su lista.</Trans>{" "}
        <Plural
          value={calledOff}
          _0="No había visitas reservadas."
          one="Se canceló # visita."
          other="Se cancelaron # visitas."
        />
      </Note>
      <Button icon="people" to={href("people")}>
        <Trans>Ver mi gente</Trans>
      </Button>
    </Page>
  );
}
