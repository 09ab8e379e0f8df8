import { Trans, useLingui } from "@lingui/react/macro";
import { href } from "@/nav/routes";
import { Await, Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { List } from "@/ui/Card";
import { State } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { Row } from "@/ui/Row";
import { Words } from "@/ui/Words";
import {
  capacityWords,
  documentWords,
  type Expiry,
  expiryOf,
  fullName,
  type Person,
  usePeople,
} from "./people";
import { TiesOfAll } from "./TiesOfAll";

/** Everybody on the account's list and whom they are tied to. */
export function PeopleScreen() {
  const { t } = useLingui();
  const read = usePeople();
  return (
    <Page title={t`Mi gente`}>
      <Await read={read}>
        {(people) => (people.length > 0 ? <Everybody people={people} /> : <Nobody />)}
      </Await>
    </Page>
  );
}

function Nobody() {
  return (
    <Empty
      action={
        <Button icon="plus" to={href("addPerson", { how: "own" })}>
          <Trans>Agregar mis datos</Trans>
        </Button>
      }
    >
      <Trans>
        Primero agréguese usted. Tenga su documento a la mano. Después podrá agregar a quienes van con usted y
        pedir el vínculo con su familiar.
      </Trans>
    </Empty>
  );
}

function Everybody({ people }: { people: readonly Person[] }) {
  const { t } = useLingui();
  return (
    <>
      <List label={t`Personas de su cuenta`}>
        {people.map((each) => (
          <PersonRow key={each.id} person={each} people={people} />
        ))}
      </List>
      <WhoElse people={people} />
      <TiesOfAll />
    </>
  );
}

function PersonRow({ person, people }: { person: Person; people: readonly Person[] }) {
  const expiry = expiryOf(person.documentValidUntil);
  const who = capacityWords(person, people);
  return (
    <Row
      icon="person"
      title={fullName(person)}
      note={`${who} · ${documentWords(person)}`}
      aside={expiry ? <Ending expiry={expiry} /> : undefined}
      to={href("person", { id: person.id })}
    />
  );
}

function Ending({ expiry }: { expiry: Expiry }) {
  return (
    <State tone={expiry.state === "over" ? "bad" : "warn"} icon="alert">
      {expiry.words}
    </State>
  );
}

function WhoElse({ people }: { people: readonly Person[] }) {
  const { t } = useLingui();
  const own = people.some((each) => each.capacity === "OWN");
  return (
    <>
      <Words as="heading">
        <Trans>Agregar a alguien</Trans>
      </Words>
      <List label={t`Agregar a alguien`}>
        {own ? null : <Row icon="plus" title={t`Mis datos`} to={href("addPerson", { how: "own" })} />}
        <Row
          icon="plus"
          title={t`Menor de edad`}
          note={t`Va siempre con un adulto de esta lista.`}
          to={href("addPerson", { how: "minor" })}
        />
        <Row
          icon="plus"
          title={t`Otra persona adulta`}
          note={t`Usa este mismo celular.`}
          to={href("addPerson", { how: "shared" })}
        />
        <Row
          icon="plus"
          title={t`Familiar sin celular`}
          note={t`Usted pide sus visitas, con su permiso.`}
          to={href("addPerson", { how: "represented" })}
        />
      </List>
    </>
  );
}
