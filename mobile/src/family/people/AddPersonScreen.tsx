import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { href } from "@/nav/routes";
import { Await, Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { Note } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { AddPersonForm } from "./AddPersonForm";
import { type How, howWords, needsAdult } from "./adding";
import { adultsOf, usePeople } from "./people";

/** Put somebody on the list: oneself, another adult, a minor, a relative without a phone. */
export function AddPersonScreen({ how }: { how: How }) {
  const { t } = useLingui();
  const read = usePeople();
  const [added, setAdded] = useState<string>();
  const title = howWords(how);
  const people = read.data;
  if (added) return <Added name={added} />;
  if (!people) {
    return (
      <Page title={title} up={href("people")}>
        <Await read={read}>{() => null}</Await>
      </Page>
    );
  }
  const adults = adultsOf(people);
  if (needsAdult(how) && adults.length === 0) return <NobodyYet title={title} />;
  if (how === "own" && people.some((each) => each.capacity === "OWN")) {
    return (
      <Page title={title} up={href("people")}>
        <Note>{t`Usted ya está en su lista.`}</Note>
      </Page>
    );
  }
  return <AddPersonForm how={how} adults={adults} onAdded={setAdded} />;
}

/** What needs an adult of the list, while there is none. */
export function NobodyYet({ title }: { title: string }) {
  return (
    <Page title={title} up={href("people")}>
      <Empty
        action={
          <Button icon="plus" to={href("addPerson", { how: "own" })}>
            <Trans>Agregar mis datos</Trans>
          </Button>
        }
      >
        <Trans>Primero agréguese usted. Tenga su documento a la mano.</Trans>
      </Empty>
    </Page>
  );
}

function Added({ name }: { name: string }) {
  const { t } = useLingui();
  return (
    <Page title={t`Listo`} up={href("people")}>
      <Note tone="good" urgent>
        <Trans>{name} ya está en su lista.</Trans>
      </Note>
      <Button to={href("askTie")}>
        <Trans>Pedir el vínculo con su familiar</Trans>
      </Button>
      <Button look="quiet" icon="people" to={href("people")}>
        <Trans>Ver mi gente</Trans>
      </Button>
    </Page>
  );
}
