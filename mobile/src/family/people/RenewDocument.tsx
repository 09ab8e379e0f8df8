import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { UpdateVisitor } from "@/data/gen/documents";
import { Button } from "@/ui/Button";
import { Outcome } from "@/ui/Outcome";
import { Words } from "@/ui/Words";
import { expiryWrong } from "./checks";
import { ExpiryField } from "./PaperFields";
import { documentWords, type Person, useRefreshPeople } from "./people";
import { NOBODY } from "./typed";

type Props = { person: Person; onDone: (saved?: string) => void };

/** The same document with a later last day. It changes no tie and no visit. */
export function RenewDocument({ person, onDone }: Props) {
  const { t } = useLingui();
  const [typed, setTyped] = useState(NOBODY);
  const [tried, setTried] = useState(false);
  const update = useAct(UpdateVisitor);
  const refresh = useRefreshPeople();
  const document = documentWords(person);

  const save = async () => {
    if (expiryWrong(typed.validUntil, typed.endless)) return setTried(true);
    const { givenNames, surnames, sex, bornOn, nationality } = person;
    const correction = {
      givenNames,
      surnames,
      sex,
      bornOn,
      nationality,
      documentValidUntil: typed.validUntil ?? null,
    };
    if (!(await update.run({ visitorId: person.id, correction }))) return;
    refresh();
    onDone(t`Guardado. Sus vínculos y sus visitas no cambian.`);
  };
  return (
    <>
      <Words>{document}</Words>
      <Words tone="soft">
        <Trans>Si el documento nuevo tiene otro número, agregue a la persona de nuevo.</Trans>
      </Words>
      <ExpiryField
        typed={typed}
        change={(part) => setTyped((before) => ({ ...before, ...part }))}
        tried={tried}
      />
      <Outcome of={update} />
      <Button busy={update.busy} onPress={() => void save()}>
        <Trans>Guardar</Trans>
      </Button>
      <Button look="quiet" disabled={update.busy} onPress={() => onDone()}>
        <Trans>Dejarlo como estaba</Trans>
      </Button>
    </>
  );
}
