import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Ensembles } from "@/data/gen/staff/culture";
import { useRead } from "@/data/reads";
import { figures } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { Await, Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Note } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { Words } from "@/ui/Words";
import { useOffice } from "../../office/office";
import { Columns } from "../../parts/Columns";
import { Facts } from "../../parts/Facts";
import { Behind } from "../Behind";
import { ensembleKindWords, membersWords } from "../words";
import { EditEnsemble, EndEnsemble } from "./EnsembleForms";
import { Members } from "./Members";
import { Repertoire } from "./Repertoire";
import type { Ensemble } from "./written";

/** One group: what it is, what it presents, and who is in it once somebody wants to see. */
export function EnsembleScreen({ id }: { id: string }) {
  const { t } = useLingui();
  const office = useOffice();
  const read = useRead(Ensembles, { establishmentId: office.id });
  const [said, setSaid] = useState<string>();
  const found = read.data?.ensembles.find((each) => each.id === id);
  return (
    <Page title={found?.name ?? t`Elenco`} broad up={href("ensembles")}>
      {said ? (
        <Note tone="good" urgent>
          {said}
        </Note>
      ) : null}
      <Await read={read}>
        {() => (found ? <One of={found} onDone={setSaid} /> : read.refreshing ? null : <Gone />)}
      </Await>
    </Page>
  );
}

function Gone() {
  return (
    <Empty
      action={
        <Button look="quiet" to={href("ensembles")}>
          <Trans>Ver los elencos</Trans>
        </Button>
      }
    >
      <Trans>Este elenco no es de este lugar.</Trans>
    </Empty>
  );
}

function One({ of, onDone }: { of: Ensemble; onDone: (words: string) => void }) {
  const { t } = useLingui();
  const goesOn = of.endedOn === null;
  const about = (
    <>
      <Card label={of.name}>
        <Facts
          of={[
            [t`Qué es`, ensembleKindWords(of.kind)],
            [t`Programa`, of.programme],
            [t`Enseña o dirige`, of.teacher],
            [t`Desde`, figures(of.begunOn)],
            [t`Hasta`, of.endedOn ? figures(of.endedOn) : ""],
            [t`Hoy`, goesOn ? membersWords(of.members) : ""],
          ]}
        />
        {of.instruments.length > 0 ? (
          <>
            <Words as="small">
              <Trans>Instrumentos</Trans>
            </Words>
            <Words>{of.instruments.map((each) => `${each.count} ${each.name}`).join(" · ")}</Words>
          </>
        ) : null}
      </Card>
      {goesOn ? (
        <>
          <Behind label={t`Cambiar el elenco`}>
            {(leave) => <EditEnsemble of={of} onDone={onDone} onLeave={leave} />}
          </Behind>
          <Behind label={t`Terminar el elenco`} look="danger">
            {(leave) => <EndEnsemble of={of} onDone={onDone} onLeave={leave} />}
          </Behind>
        </>
      ) : null}
    </>
  );
  return (
    <Columns
      list={about}
      detail={
        <>
          <Members of={of} onDone={onDone} />
          <Repertoire of={of} onDone={onDone} />
        </>
      }
    />
  );
}
