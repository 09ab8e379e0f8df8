import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import {
  Contributions,
  type ContributionsQuery,
  Partners,
  type PartnersQuery,
} from "@/data/gen/staff/culture";
import { useRead } from "@/data/reads";
import { figures as dayFigures } from "@/l10n/dates";
import { soles } from "@/l10n/money";
import { href } from "@/nav/routes";
import { Await, Empty } from "@/ui/Await";
import { Card, List } from "@/ui/Card";
import { Note } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { Reveal } from "@/ui/Reveal";
import { Row } from "@/ui/Row";
import { Words } from "@/ui/Words";
import { useOffice } from "../../office/office";
import { Columns } from "../../parts/Columns";
import { Facts } from "../../parts/Facts";
import { contributionWords, partnerWords } from "../../programmes/words";
import { Behind } from "../Behind";
import { given } from "../figures";
import { YearBar } from "../YearBar";
import { AddPartner } from "./AddPartner";
import { ContributionForm } from "./ContributionForm";

export type Partner = PartnersQuery["partners"][number];
export type Contribution = ContributionsQuery["contributions"][number];

/** Who helps the programmes of a place, and what each gave in a year. */
export function PartnersScreen({ year }: { year: number }) {
  const { t } = useLingui();
  const { id } = useOffice();
  const read = useRead(Partners, { establishmentId: id });
  const [said, setSaid] = useState<string>();
  return (
    <Page title={t`Aliados y aportes`} broad up={href("programmes")}>
      {said ? (
        <Note tone="good" urgent>
          {said}
        </Note>
      ) : null}
      <Await read={read}>
        {({ partners }) => (
          <Columns
            list={<PartnerList of={partners} onDone={setSaid} />}
            detail={<Given partners={partners} year={year} onDone={setSaid} />}
          />
        )}
      </Await>
    </Page>
  );
}

function PartnerList({ of, onDone }: { of: readonly Partner[]; onDone: (words: string) => void }) {
  const { t } = useLingui();
  return (
    <>
      <Behind label={t`Agregar un aliado`} icon="plus">
        {(leave) => <AddPartner onDone={onDone} onLeave={leave} />}
      </Behind>
      {of.length === 0 ? (
        <Empty>
          <Trans>
            Todavía no hay aliados. Agregue a quien ayuda: una municipalidad, una empresa, un museo.
          </Trans>
        </Empty>
      ) : (
        <List label={t`Aliados`}>
          {of.map((each) => (
            <Row
              key={each.id}
              icon="office"
              title={each.name}
              note={`${partnerWords(each.kind)} · ${each.programme}`}
            />
          ))}
        </List>
      )}
    </>
  );
}

type GivenProps = { partners: readonly Partner[]; year: number; onDone: (words: string) => void };

function Given({ partners, year, onDone }: GivenProps) {
  const { t } = useLingui();
  const { id } = useOffice();
  const read = useRead(Contributions, { establishmentId: id, year });
  return (
    <>
      <YearBar year={year} to={(other) => href("partners", { year: other })} />
      {partners.length > 0 ? (
        <Behind label={t`Anotar un aporte`} icon="plus" look="main">
          {(leave) => <ContributionForm partners={partners} onDone={onDone} onLeave={leave} />}
        </Behind>
      ) : null}
      <Await read={read}>
        {({ contributions }) =>
          contributions.length === 0 ? (
            <Empty>
              {partners.length > 0 ? (
                <Trans>En {year} no hay aportes anotados. Anote el primero, en dinero o en bienes.</Trans>
              ) : (
                <Trans>En {year} no hay aportes anotados. Primero agregue a quien aporta.</Trans>
              )}
            </Empty>
          ) : (
            <>
              <Totals of={contributions} />
              <List label={t`Aportes`}>
                {contributions.map((each) => (
                  <OneContribution key={each.id} of={each} partners={partners} onDone={onDone} />
                ))}
              </List>
            </>
          )
        }
      </Await>
    </>
  );
}

function Totals({ of }: { of: readonly Contribution[] }) {
  const { t } = useLingui();
  const { cash, inKind, unvalued } = given(of);
  return (
    <Card label={t`En total`}>
      <Facts
        of={[
          [t`En dinero`, soles(cash)],
          [t`En bienes o servicios`, soles(inKind)],
          [t`Sin valor anotado`, unvalued > 0 ? String(unvalued) : ""],
        ]}
      />
    </Card>
  );
}

function OneContribution({
  of,
  partners,
  onDone,
}: {
  of: Contribution;
  partners: readonly Partner[];
  onDone: (words: string) => void;
}) {
  const { t } = useLingui();
  const worth = of.worth === null ? t`sin valor anotado` : soles(of.worth);
  const note = [of.partner, worth, contributionWords(of.kind), dayFigures(of.givenOn)].join(" · ");
  if (of.corrected)
    return (
      <Row
        title={of.what}
        note={note}
        below={
          <Words as="small">
            <Trans>Corregido: ya no cuenta</Trans>
          </Words>
        }
      />
    );
  return (
    <Reveal label={of.what} note={note}>
      <Words as="small">
        <Trans>
          Un aporte no se borra: se corrige con otro, y el primero queda a la vista sin contar en ninguna
          suma.
        </Trans>
      </Words>
      <Behind label={t`Corregir`} about={of.what}>
        {(leave) => <ContributionForm partners={partners} corrects={of} onDone={onDone} onLeave={leave} />}
      </Behind>
    </Reveal>
  );
}
