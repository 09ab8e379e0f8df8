import { Trans, useLingui } from "@lingui/react/macro";
import { Happening } from "@/data/gen/family/events";
import { useRead } from "@/data/reads";
import { moment } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { Await, Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { useNow } from "@/ui/clock";
import { Note, State } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { Words } from "@/ui/Words";
import { Answering } from "./Answering";
import { Before } from "./Before";
import { type Happening as Found, isOn } from "./happening";
import { Poster } from "./Poster";
import { Stream } from "./Stream";
import { WhenAndWhere } from "./WhenAndWhere";
import { Works } from "./Works";
import { kindWords } from "./words";

/** One date of an event: whether it stands, when and where, this family's answer, and what to know before leaving. */
export function EventScreen({ id }: { id: string }) {
  const { t } = useLingui();
  const read = useRead(Happening, { id }, { keep: true });
  // Whoever may not come any more is told no more of it than a stranger, whatever the phone knew.
  const unknown = read.refused?.code === "NOT_FOUND" || read.refused?.code === "BAD_INPUT";
  return (
    <Page title={t`Actividad`} up={href("events")}>
      {unknown ? (
        <Unknown />
      ) : (
        <Await read={read}>
          {({ happening }) => (
            <Contents
              happening={happening}
              asOf={read.asOf ?? 0}
              busy={read.refreshing}
              refresh={read.refresh}
            />
          )}
        </Await>
      )}
    </Page>
  );
}

function Unknown() {
  return (
    <>
      <Empty>
        <Trans>
          No encontramos esta actividad. Puede que ya haya pasado, o que ya no sea para su familia.
        </Trans>
      </Empty>
      <Button icon="calendar" to={href("events")}>
        <Trans>Ver las actividades</Trans>
      </Button>
    </>
  );
}

type Props = { happening: Found; asOf: number; busy: boolean; refresh: () => void };

function Contents({ happening, asOf, busy, refresh }: Props) {
  const now = useNow(30_000);
  const known = moment(asOf);
  const on = isOn(happening, now);
  return (
    <>
      <Words as="small">{kindWords(happening.kind)}</Words>
      <Words as="heading">{happening.title}</Words>
      <Stands happening={happening} on={on} />
      <Words as="small">
        <Trans>Lo sabemos {known}</Trans>
      </Words>
      {happening.poster ? <Poster key={happening.poster.address} of={happening.poster} /> : null}
      {happening.summary ? <Words>{happening.summary}</Words> : null}
      <WhenAndWhere happening={happening} />
      {on ? <Answering happening={happening} asOf={asOf} now={now} /> : null}
      {on && happening.state === "PLANNED" ? (
        <>
          <Stream happening={happening} />
          <Before happening={happening} />
        </>
      ) : null}
      <Works works={happening.works} />
      <Button look="quiet" busy={busy} onPress={refresh}>
        <Trans>Preguntar otra vez</Trans>
      </Button>
    </>
  );
}

function Stands({ happening: { state, why }, on }: { happening: Found; on: boolean }) {
  const { t } = useLingui();
  const reason = why ?? "";
  if (state === "CANCELLED") {
    return (
      <Note tone="bad" urgent title={t`Cancelada: no vaya`}>
        {reason ? <Trans>Por qué: {reason}</Trans> : <Trans>Esta actividad ya no se hará.</Trans>}
      </Note>
    );
  }
  if (state === "POSTPONED") {
    return (
      <Note tone="warn" urgent title={t`Postergada: no será ese día`}>
        {reason ? <Trans>Por qué: {reason}</Trans> : <Trans>Cuando haya otra fecha, la verá aquí.</Trans>}
      </Note>
    );
  }
  return on ? <State tone="good">{t`Sigue en pie`}</State> : <State tone="plain">{t`Ya pasó`}</State>;
}
