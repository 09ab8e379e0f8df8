import { Trans, useLingui } from "@lingui/react/macro";
import { Ensembles } from "@/data/gen/staff/culture";
import { useRead } from "@/data/reads";
import { figures } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { Await, Empty } from "@/ui/Await";
import { List } from "@/ui/Card";
import { Page } from "@/ui/Page";
import { Row } from "@/ui/Row";
import { Words } from "@/ui/Words";
import { useOffice } from "../../office/office";
import { Behind } from "../Behind";
import { ensembleKindWords, membersWords } from "../words";
import { AddEnsemble } from "./EnsembleForms";
import type { Ensemble } from "./written";

/** The groups of a place: what each does, and how many are in it. */
export function EnsemblesScreen() {
  const { t } = useLingui();
  const { id } = useOffice();
  const read = useRead(Ensembles, { establishmentId: id });
  return (
    <Page title={t`Elencos`} up={href("programmes")}>
      <Behind label={t`Agregar un elenco`} icon="plus" look="main">
        {(leave) => <AddEnsemble onLeave={leave} />}
      </Behind>
      <Await read={read}>
        {({ ensembles }) =>
          ensembles.length === 0 ? (
            <Empty>
              <Trans>
                Todavía no hay elencos. Agregue el primero: una orquesta, un coro, un grupo de teatro o de
                danza.
              </Trans>
            </Empty>
          ) : (
            <List label={t`Elencos`}>
              {ensembles.map((each) => (
                <EnsembleRow key={each.id} of={each} />
              ))}
            </List>
          )
        }
      </Await>
    </Page>
  );
}

function EnsembleRow({ of }: { of: Ensemble }) {
  const { t } = useLingui();
  const ended = of.endedOn ? figures(of.endedOn) : "";
  return (
    <Row
      icon="people"
      title={of.name}
      note={[ensembleKindWords(of.kind), of.programme, ended ? "" : membersWords(of.members)]
        .filter(Boolean)
        .join(" · ")}
      below={ended ? <Words as="small">{t`Terminó el ${ended}`}</Words> : undefined}
      to={href("ensemble", { id: of.id })}
    />
  );
}
