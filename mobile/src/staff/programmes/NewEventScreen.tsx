import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { DraftEvent, Programmes } from "@/data/gen/staff/programmes";
import { useRead } from "@/data/reads";
import { figures } from "@/l10n/dates";
import { go } from "@/nav/history";
import { href } from "@/nav/routes";
import { Await, Empty, Waiting } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Choice } from "@/ui/Choice";
import { Page } from "@/ui/Page";
import { useOffice } from "../office/office";
import { BLANK, type Content } from "./content";
import { useLookAgain } from "./DraftCard";
import { Unsaved } from "./EditEventScreen";
import { EventForm } from "./EventForm";
import type { Programme } from "./ProgrammesScreen";
import { type Typed, useTyped } from "./useTyped";

/** An event that is written for the first time, of one of the programmes. */
export function NewEventScreen() {
  const { t } = useLingui();
  const { id } = useOffice();
  const read = useRead(Programmes, { establishmentId: id });
  return (
    <Page title={t`Preparar una actividad`} broad up={href("officeEvents")}>
      <Await read={read}>
        {({ programmes }) =>
          programmes.length === 0 ? (
            <Empty
              action={
                <Button to={href("programmes")}>
                  <Trans>Agregar un programa</Trans>
                </Button>
              }
            >
              <Trans>Toda actividad es de un programa, y este lugar todavía no tiene ninguno.</Trans>
            </Empty>
          ) : (
            <New key={id} programmes={programmes} />
          )
        }
      </Await>
    </Page>
  );
}

const NOTHING: Omit<Typed, "at"> = { written: BLANK, version: 0 };

function New({ programmes }: { programmes: readonly Programme[] }) {
  const { t } = useLingui();
  const { id } = useOffice();
  const [typed, keep] = useTyped(`new ${id}`);
  const [round, setRound] = useState(0);
  const act = useAct(DraftEvent);
  const look = useLookAgain();
  if (typed === undefined) return <Waiting />;
  const now = typed ?? NOTHING;
  const change = (to: Partial<Typed>) => keep({ ...now, ...to, at: Date.now() });
  const only = programmes.length === 1 ? programmes[0] : undefined;
  const programme = only ?? programmes.find((each) => each.id === now.programmeId);
  const season = programme?.seasons.find((each) => each.id === now.seasonId);
  const save = async (content: Content) => {
    if (!programme) return;
    const about = { establishmentId: id, programmeId: programme.id, seasonId: season?.id ?? null };
    const done = await act.run({ ...about, content });
    if (!done) return;
    look();
    keep(null);
    go(href("officeEvent", { id: done.id }), { replace: true });
  };
  return (
    <>
      {typed ? (
        <Unsaved
          at={typed.at}
          onDrop={() => {
            act.clear();
            keep(null);
            setRound(round + 1);
          }}
        />
      ) : null}
      <Card label={t`De qué programa es`}>
        <Choice
          label={t`De qué programa es`}
          options={programmes.map((each) => ({ value: each.id, label: each.title }))}
          value={programme?.id}
          onChange={(programmeId) => change({ programmeId, seasonId: undefined })}
        />
        {programme && programme.seasons.length > 0 ? (
          <Choice
            label={t`De qué temporada`}
            options={[
              { value: "", label: t`De ninguna` },
              ...programme.seasons.map(({ id: value, title, firstOn, lastOn }) => ({
                value,
                label: title,
                note: `${figures(firstOn)} – ${figures(lastOn)}`,
              })),
            ]}
            value={season?.id ?? ""}
            onChange={(chosen) => change({ seasonId: chosen || undefined })}
          />
        ) : null}
      </Card>
      <EventForm
        key={round}
        value={now.written}
        onChange={(written) => change({ written })}
        act={act}
        onSave={(content) => void save(content)}
        missing={programme ? undefined : t`Elija de qué programa es.`}
      />
    </>
  );
}
