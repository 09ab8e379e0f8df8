import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { href } from "@/nav/routes";
import { Await } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { Note } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { Words } from "@/ui/Words";
import { NobodyYet } from "./AddPersonScreen";
import { AskTieForm } from "./AskTieForm";
import { usePeople } from "./people";

/** Ask to be tied to somebody. The answer is always the same, and that is explained. */
export function AskTieScreen() {
  const { t } = useLingui();
  const read = usePeople();
  const [received, setReceived] = useState(false);
  const people = read.data;
  if (received) return <Received again={() => setReceived(false)} />;
  if (!people) {
    return (
      <Page title={t`Pedir un vínculo`} up={href("people")}>
        <Await read={read}>{() => null}</Await>
      </Page>
    );
  }
  if (people.length === 0) return <NobodyYet title={t`Pedir un vínculo`} />;
  return <AskTieForm people={people} onReceived={() => setReceived(true)} />;
}

function Received({ again }: { again: () => void }) {
  const { t } = useLingui();
  return (
    <Page title={t`Pedido recibido`} up={href("people")}>
      <Note tone="good" urgent>
        <Trans>Recibimos su pedido. La oficina de visitas lo revisará y le avisaremos aquí.</Trans>
      </Note>
      <Words>
        <Trans>Suele tardar algunos días. No tiene que volver a pedirlo ni pagar nada.</Trans>
      </Words>
      <Words tone="soft">
        <Trans>
          Para cuidar a todas las familias, aquí no decimos si una persona está o no en un lugar. Eso solo lo
          confirma la oficina.
        </Trans>
      </Words>
      <Button to={href("ties")}>
        <Trans>Ver mis vínculos</Trans>
      </Button>
      <Button look="quiet" icon="plus" onPress={again}>
        <Trans>Pedir otro vínculo</Trans>
      </Button>
    </Page>
  );
}
