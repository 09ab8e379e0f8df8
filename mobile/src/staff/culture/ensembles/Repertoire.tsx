import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { AddEnsembleWork, Ensembles, RemoveEnsembleWork } from "@/data/gen/staff/culture";
import { useRefresh } from "@/data/reads";
import { Card, List } from "@/ui/Card";
import { Confirm } from "@/ui/Confirm";
import { Field } from "@/ui/Field";
import { Outcome } from "@/ui/Outcome";
import { Reveal } from "@/ui/Reveal";
import { Words } from "@/ui/Words";
import { Behind, FormEnd } from "../Behind";
import type { Ensemble } from "./written";

type Props = { of: Ensemble; onDone: (words: string) => void };

/** What a group can present. */
export function Repertoire({ of, onDone }: Props) {
  const { t } = useLingui();
  return (
    <Card label={t`Repertorio`}>
      <Words as="heading">
        <Trans>Repertorio</Trans>
      </Words>
      {of.works.length === 0 ? (
        <Words>
          <Trans>Todavía no hay obras. Agregue lo que el elenco puede presentar.</Trans>
        </Words>
      ) : (
        <List label={t`Repertorio`}>
          {of.works.map((each) => (
            <Reveal key={each.id} label={each.title} note={each.author || t`No se sabe de quién es`}>
              <RemoveWork of={each} onDone={onDone} />
            </Reveal>
          ))}
        </List>
      )}
      {of.endedOn === null ? (
        <Behind label={t`Agregar una obra`} icon="plus">
          {(leave) => <AddWork of={of} onDone={onDone} onLeave={leave} />}
        </Behind>
      ) : null}
    </Card>
  );
}

function RemoveWork({ of, onDone }: { of: Ensemble["works"][number]; onDone: (words: string) => void }) {
  const { t } = useLingui();
  const act = useAct(RemoveEnsembleWork);
  const refresh = useRefresh();
  const { title } = of;
  return (
    <>
      <Outcome of={act} />
      <Confirm
        label={t`Quitar`}
        icon="cross"
        yes={t`Sí, quitar`}
        busy={act.busy}
        onYes={() =>
          void act.run({ workId: of.id }).then((done) => {
            refresh(Ensembles);
            if (done) onDone(t`Quitada del repertorio: ${title}.`);
          })
        }
      >
        <Trans>{title} sale del repertorio. Se puede agregar otra vez.</Trans>
      </Confirm>
    </>
  );
}

function AddWork({ of, onDone, onLeave }: Props & { onLeave: () => void }) {
  const { t } = useLingui();
  const [title, setTitle] = useState("");
  const [author, setAuthor] = useState("");
  const [looked, setLooked] = useState(false);
  const act = useAct(AddEnsembleWork);
  const refresh = useRefresh();
  const name = title.trim();
  const save = async () => {
    setLooked(true);
    if (!name || !(await act.run({ ensembleId: of.id, title: name, author: author.trim() }))) return;
    refresh(Ensembles);
    onLeave();
    onDone(t`Agregada al repertorio: ${name}.`);
  };
  return (
    <>
      <Field
        label={t`Título de la obra`}
        value={title}
        onChange={setTitle}
        autoCapitalize="sentences"
        autoComplete="off"
        maxLength={200}
        error={looked && !name ? t`Escriba un título.` : undefined}
      />
      <Field
        label={t`De quién es (si se sabe)`}
        value={author}
        onChange={setAuthor}
        autoCapitalize="words"
        autoComplete="off"
        maxLength={200}
      />
      <FormEnd act={act} onSave={() => void save()} onLeave={onLeave} />
    </>
  );
}
