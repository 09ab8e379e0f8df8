import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Workshops } from "@/data/gen/staff/work";
import { figures } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { Await, Empty } from "@/ui/Await";
import { Card } from "@/ui/Card";
import { Note } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { useTheme } from "@/ui/theme";
import { useOffice } from "../../office/office";
import { CHIEF } from "../../office/roles";
import { usePages } from "../../pages";
import { Columns } from "../../parts/Columns";
import { Facts } from "../../parts/Facts";
import { modalityWords } from "../words";
import { Agreements } from "./Agreements";
import { EndWorkshop } from "./EndWorkshop";
import { Enrolled } from "./Enrolled";
import { Output } from "./Output";
import { Prices } from "./Prices";
import type { Workshop } from "./WorkshopsScreen";

/** One workshop: what it brought out, who is in it, what it pays, what is agreed. */
export function WorkshopScreen({ id }: { id: string }) {
  const { t } = useLingui();
  const office = useOffice();
  const read = usePages(Workshops, { establishmentId: office.id }, (answer) => answer.workshops, {
    whole: true,
  });
  const workshop = read.data?.find((each) => each.id === id);
  return (
    <Page title={workshop?.name ?? t`Taller`} broad up={href("workshops")}>
      <Await read={read}>
        {() =>
          workshop ? (
            <Inside of={workshop} />
          ) : read.hasMore ? null : (
            <Empty>
              <Trans>Este taller no es de este lugar.</Trans>
            </Empty>
          )
        }
      </Await>
    </Page>
  );
}

function Inside({ of }: { of: Workshop }) {
  const { t } = useLingui();
  const { wide } = useTheme();
  const chief = useOffice().may(...CHIEF);
  const [said, setSaid] = useState<string>();
  const { people, places } = of;
  const facts = (
    <Card label={t`El taller`}>
      <Facts
        of={[
          [t`Oficio`, of.trade],
          [t`Cómo funciona`, modalityWords(of.modality)],
          [t`Dónde queda`, of.place],
          [t`Desde`, figures(of.openedOn)],
          [t`Terminó`, of.closedOn && figures(of.closedOn)],
          [t`Personas`, places === null ? String(people) : t`${people} de ${places} puestos del convenio`],
        ]}
      />
    </Card>
  );
  const acts = { workshop: of, chief: chief && !of.closedOn, onDone: setSaid };
  const list = (
    <>
      {facts}
      <Enrolled {...acts} />
    </>
  );
  const detail = (
    <>
      <Output workshop={of.id} />
      <Prices {...acts} />
      <Agreements {...acts} />
      {acts.chief ? <EndWorkshop workshop={of} onDone={setSaid} /> : null}
    </>
  );
  return (
    <>
      {said ? (
        <Note tone="good" urgent>
          {said}
        </Note>
      ) : null}
      {wide ? (
        <Columns list={list} detail={detail} />
      ) : (
        <>
          {list}
          {detail}
        </>
      )}
    </>
  );
}

/** What the parts of a workshop's screen are told: whether something may be changed, and whom to tell that it was. */
export type Acts = { workshop: Workshop; chief: boolean; onDone: (words: string) => void };
