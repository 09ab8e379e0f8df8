import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { hours, longDay, moment } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { layPaper, printPaper } from "@/platform/print";
import { Await } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { useNow } from "@/ui/clock";
import { Note } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { Qr } from "@/ui/Qr";
import { Words } from "@/ui/Words";
import { usePeople } from "../people/people";
import { type KnownVisit, standing, useVisit } from "./known";
import { BigCode } from "./pass/BigCode";
import { plainCode } from "./pass/code";
import { NoPass } from "./pass/NoPass";
import { PartyList } from "./pass/PartyList";
import { paperOf } from "./pass/paper";
import { partyOf } from "./pass/party";

/** The pass: what opens the door of a visit, readable with no signal at all, and on paper. */
export function PassScreen({ id }: { id: string }) {
  const { t } = useLingui();
  const now = useNow(30_000);
  const read = useVisit(id);
  return (
    <Page title={t`Su pase`} up={href("visit", { id })}>
      <Await read={read}>
        {(visit) =>
          "code" in visit || standing(visit, now) !== "on" ? (
            <NoPass answer={visit} />
          ) : (
            <Pass visit={visit} asOf={read.asOf ?? 0} />
          )
        }
      </Await>
    </Page>
  );
}

function Pass({ visit, asOf }: { visit: KnownVisit; asOf: number }) {
  const { t, i18n } = useLingui();
  const people = usePeople();
  const party = partyOf(visit.party, people.data ?? []);
  const known = moment(asOf);
  return (
    <>
      <Card label={t`Pase`}>
        <Words as="heading" centred>
          {longDay(visit.visitOn)}
        </Words>
        <Words centred>{hours(visit.startsAt, visit.endsAt)}</Words>
        <BigCode reference={visit.reference} />
        <Qr words={plainCode(visit.reference)} label={t`Dibujo del código, para el lector de la entrada`} />
        <Words as="small" centred>
          <Trans>Lo sabemos {known}</Trans>
        </Words>
      </Card>
      <Note tone="warn" icon="print">
        <Trans>
          En la entrada, diga este código o muestre el pase en papel. El celular se queda afuera: imprímalo o
          cópielo antes de salir.
        </Trans>
      </Note>
      <Print paper={paperOf({ visit, party, asOf, language: i18n.locale })} />
      <Words as="heading">
        <Trans>Quiénes van</Trans>
      </Words>
      <PartyList party={party} />
    </>
  );
}

function Print({ paper }: { paper: string }) {
  const [failed, setFailed] = useState(false);
  useEffect(() => layPaper(paper), [paper]);
  const print = async () => setFailed(!(await printPaper(paper)));
  return (
    <>
      <Button icon="print" onPress={() => void print()}>
        <Trans>Imprimir el pase</Trans>
      </Button>
      {failed ? (
        <Note tone="bad" urgent>
          <Trans>No se pudo imprimir. Copie el código en un papel: con eso basta.</Trans>
        </Note>
      ) : null}
    </>
  );
}
