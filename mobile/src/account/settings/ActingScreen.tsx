import { Trans, useLingui } from "@lingui/react/macro";
import { MyPeople, type MyPeopleQuery } from "@/data/gen/documents";
import { href } from "@/nav/routes";
import { Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { List } from "@/ui/Card";
import { Page } from "@/ui/Page";
import { Pages } from "@/ui/Pages";
import { Row } from "@/ui/Row";
import { Words } from "@/ui/Words";

type Person = MyPeopleQuery["myPeople"]["nodes"][number];

/** For whom this account books, in plain sentences, and how that ends. */
export function ActingScreen() {
  const { t } = useLingui();
  return (
    <Page title={t`Quién actúa por quién`} up={href("settings")}>
      <Words>
        <Trans>Con esta cuenta usted reserva por las personas de esta lista.</Trans>
      </Words>
      <Pages
        document={MyPeople}
        page={(answer) => answer.myPeople}
        keep
        empty={
          <Empty
            action={
              <Button to={href("people")}>
                <Trans>Ir a Mi gente</Trans>
              </Button>
            }
          >
            <Trans>Todavía no hay personas en su lista.</Trans>
          </Empty>
        }
      >
        {(people) => (
          <List label={t`Personas`}>
            {people.map((each) => (
              <OnePerson key={each.id} person={each} people={people} />
            ))}
          </List>
        )}
      </Pages>
      <Words as="small">
        <Trans>Para terminarlo, abra a la persona y toque «Quitar de mi lista».</Trans>
      </Words>
    </Page>
  );
}

function OnePerson({ person, people }: { person: Person; people: readonly Person[] }) {
  const said = useSentence(person, people);
  return (
    <Row
      icon={person.capacity === "OWN" ? "person" : "people"}
      title={`${person.givenNames} ${person.surnames}`}
      note={said}
      to={href("person", { id: person.id })}
    />
  );
}

function useSentence(person: Person, people: readonly Person[]): string {
  const { t } = useLingui();
  const name = person.givenNames;
  const guardian = people.find((each) => each.id === person.guardianId)?.givenNames;
  if (person.capacity === "OWN") return t`Es usted. Usted reserva para sí.`;
  if (person.capacity === "REPRESENTED") return t`Usted actúa por ${name}, con su permiso.`;
  if (person.capacity === "SHARED_PHONE")
    return t`${name} usa este mismo celular: quien lo abre puede reservar por ${name}.`;
  return guardian
    ? t`Es menor de edad: va siempre con ${guardian}.`
    : t`Es menor de edad: va siempre con un adulto de su lista.`;
}
