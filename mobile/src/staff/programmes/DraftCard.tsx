import { Trans, useLingui } from "@lingui/react/macro";
import { useAct } from "@/data/acts";
import {
  DiscardDraft,
  OfficeEvent,
  OfficeEvents,
  ReleasePreview,
  SubmitEvent,
  TakeBackEvent,
} from "@/data/gen/staff/programmes";
import { useRefresh } from "@/data/reads";
import { moment } from "@/l10n/dates";
import { back } from "@/nav/history";
import { href } from "@/nav/routes";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Confirm } from "@/ui/Confirm";
import { Note } from "@/ui/Note";
import { Outcome } from "@/ui/Outcome";
import { Words } from "@/ui/Words";
import { ContentFacts } from "./ContentFacts";
import { newest, type Whole } from "./content";

type Props = { of: Whole; onDone: (words: string) => void };

/** What is written and not released yet, and what becomes of it; families see nothing of it. */
export function DraftCard({ of, onDone }: Props) {
  const { t } = useLingui();
  const { draft } = of;
  if (!draft) {
    return (
      <Button look="quiet" to={href("editEvent", { id: of.id })}>
        <Trans>Cambiar la actividad</Trans>
      </Button>
    );
  }
  const submitted = draft.state === "SUBMITTED";
  const when = moment(draft.editedAt);
  const who = draft.editedBy ?? "";
  const sender = draft.submittedBy ?? "";
  return (
    <Card label={t`Borrador`}>
      <Words as="heading">{submitted ? <Trans>Espera a la dirección</Trans> : <Trans>Borrador</Trans>}</Words>
      <Words as="small">
        {who ? (
          <Trans>
            Lo escribió {who}, {when}
          </Trans>
        ) : (
          <Trans>Se escribió {when}</Trans>
        )}
      </Words>
      {submitted && sender ? (
        <Words as="small">
          <Trans>Lo envió {sender}.</Trans>
        </Words>
      ) : null}
      {draft.returnedWhy ? (
        <Note tone="warn" title={t`La dirección lo devolvió`}>
          {draft.returnedWhy}
        </Note>
      ) : null}
      <ContentFacts of={newest(of)} />
      {submitted ? <TakeBack of={of} version={draft.version} onDone={onDone} /> : null}
      {submitted ? null : <Open of={of} version={draft.version} onDone={onDone} />}
    </Card>
  );
}

type VersionProps = Props & { version: number };

function Open({ of, version, onDone }: VersionProps) {
  const { t } = useLingui();
  const submit = useAct(SubmitEvent);
  const discard = useAct(DiscardDraft);
  const look = useLookAgain();
  const wanted = { eventId: of.id, version };
  const fresh = of.state === "DRAFT";
  return (
    <>
      <Button look="quiet" to={href("editEvent", { id: of.id })}>
        <Trans>Seguir escribiendo</Trans>
      </Button>
      <Outcome of={submit} />
      <Confirm
        label={t`Enviar a la dirección`}
        icon="check"
        yes={t`Sí, enviar`}
        danger={false}
        busy={submit.busy}
        onYes={() =>
          void submit.run(wanted).then((done) => {
            look();
            if (done) onDone(t`Enviado. Falta que otra persona, de la dirección, lo publique.`);
          })
        }
      >
        <Trans>
          La dirección verá qué cambia y a cuántas familias se avisará. Hasta que lo publique, las familias no
          ven nada de esto.
        </Trans>
      </Confirm>
      <Outcome of={discard} />
      <Confirm
        label={t`Desechar el borrador`}
        icon="cross"
        yes={t`Sí, desechar`}
        busy={discard.busy}
        onYes={() =>
          void discard.run(wanted).then((done) => {
            look();
            if (!done) return;
            onDone(t`Borrador desechado.`);
            if (fresh) back(href("officeEvents"));
          })
        }
      >
        {fresh ? (
          <Trans>Se borra esta actividad, que nunca se publicó.</Trans>
        ) : (
          <Trans>Se borran los cambios. Lo publicado queda como está.</Trans>
        )}
      </Confirm>
    </>
  );
}

function TakeBack({ of, version, onDone }: VersionProps) {
  const { t } = useLingui();
  const act = useAct(TakeBackEvent);
  const look = useLookAgain();
  return (
    <>
      <Outcome of={act} />
      <Button
        look="quiet"
        icon="backwards"
        busy={act.busy}
        onPress={() =>
          void act.run({ eventId: of.id, version }).then((done) => {
            look();
            if (done) onDone(t`Recuperado. Puede seguir escribiendo.`);
          })
        }
      >
        <Trans>Recuperar el borrador</Trans>
      </Button>
    </>
  );
}

/** Ask again for all that shows events: also after a refusal, which may mean that somebody else wrote. */
export function useLookAgain(): () => void {
  const refresh = useRefresh();
  return () => refresh(OfficeEvent, OfficeEvents, ReleasePreview);
}
