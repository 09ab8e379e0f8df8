import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { Ensembles, NameEnsembleForEvent } from "@/data/gen/staff/culture";
import { EventPeople, OfficeEvent, ReleasePreview } from "@/data/gen/staff/programmes";
import { useRead, useRefresh } from "@/data/reads";
import { href } from "@/nav/routes";
import { Await, Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Choice } from "@/ui/Choice";
import { Field } from "@/ui/Field";
import { useOffice } from "../../office/office";
import { newest } from "../../programmes/content";
import { Behind, FormEnd } from "../Behind";
import { ensembleKindWords, membersWords } from "../words";
import type { Ensemble } from "./written";

type Props = { eventId: string; onDone: (words: string) => void };

/** All who are in a group today are named as taking part in an event, in one go. */
export function NameEnsemble(props: Props) {
  const { t } = useLingui();
  return (
    <Behind label={t`Anotar a todo un elenco`} icon="people">
      {(leave) => <Naming {...props} onLeave={leave} />}
    </Behind>
  );
}

function Naming({ onLeave, ...props }: Props & { onLeave: () => void }) {
  const { t } = useLingui();
  const { id } = useOffice();
  const read = useRead(Ensembles, { establishmentId: id });
  return (
    <Card label={t`Anotar a todo un elenco`}>
      <Await read={read}>
        {({ ensembles }) => {
          const now = ensembles.filter((each) => each.endedOn === null);
          return now.length === 0 ? (
            <Empty
              action={
                <Button look="quiet" to={href("ensembles")}>
                  <Trans>Agregar un elenco</Trans>
                </Button>
              }
            >
              <Trans>Todavía no hay elencos.</Trans>
            </Empty>
          ) : (
            <Choosing of={now} {...props} onLeave={onLeave} />
          );
        }}
      </Await>
    </Card>
  );
}

function Choosing({
  of,
  eventId,
  onDone,
  onLeave,
}: Props & { of: readonly Ensemble[]; onLeave: () => void }) {
  const { t } = useLingui();
  const [ensembleId, setEnsembleId] = useState<string>();
  const [looked, setLooked] = useState(false);
  const [consent, setConsent] = useState("");
  const act = useAct(NameEnsembleForEvent);
  const refresh = useRefresh();
  const event = useRead(OfficeEvent, { id: eventId }).data?.officeEvent;
  const asked = event ? (newest(event).takesPart?.consent ?? false) : false;
  const unsigned = asked && !consent.trim();
  const save = async () => {
    setLooked(true);
    if (!ensembleId || unsigned) return;
    const done = await act.run({ eventId, ensembleId, consentAct: asked ? consent.trim() : null });
    if (!done) return;
    refresh(EventPeople, ReleasePreview);
    onLeave();
    onDone(plural(done.named, { 0: "Ya estaban anotadas.", one: "# anotada.", other: "# anotadas." }));
  };
  return (
    <>
      <Choice
        label={t`Qué elenco`}
        options={of.map((each) => ({
          value: each.id,
          label: each.name,
          note: `${ensembleKindWords(each.kind)} · ${membersWords(each.members)}`,
        }))}
        value={ensembleId}
        onChange={setEnsembleId}
        error={looked && !ensembleId ? t`Elija un elenco.` : undefined}
      />
      {asked ? (
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
      <FormEnd act={act} onSave={() => void save()} onLeave={onLeave} />
    </>
  );
}
