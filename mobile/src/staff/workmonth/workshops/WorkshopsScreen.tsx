import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Workshops, type WorkshopsQuery } from "@/data/gen/staff/work";
import { figures } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { Await, Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { List } from "@/ui/Card";
import { Note, State } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { Row } from "@/ui/Row";
import { useTheme } from "@/ui/theme";
import { useOffice } from "../../office/office";
import { CHIEF } from "../../office/roles";
import { usePages } from "../../pages";
import { Columns } from "../../parts/Columns";
import { More } from "../../parts/More";
import { modalityWords, peopleWords } from "../words";
import { AddWorkshop } from "./AddWorkshop";
import { AuthoriseDay } from "./AuthoriseDay";

export type Workshop = WorkshopsQuery["workshops"]["nodes"][number];

/** The workshops of a place, those that ended too; one more, and days that may count although it is Sunday. */
export function WorkshopsScreen() {
  const { t } = useLingui();
  const { wide } = useTheme();
  const { id, may } = useOffice();
  const read = usePages(Workshops, { establishmentId: id }, (answer) => answer.workshops);
  const [said, setSaid] = useState<string>();
  const [doing, setDoing] = useState<"add" | "authorise">();
  const done = (words: string) => {
    setSaid(words);
    setDoing(undefined);
  };
  const list = (
    <>
      <Await read={read}>
        {(workshops) =>
          workshops.length === 0 ? (
            <Empty>
              <Trans>Este lugar todavía no tiene talleres.</Trans>
            </Empty>
          ) : (
            <List label={t`Talleres`}>
              {workshops.map((each) => (
                <OneWorkshop key={each.id} of={each} />
              ))}
            </List>
          )
        }
      </Await>
      <More of={read} />
    </>
  );
  const acts = may(...CHIEF) ? (
    <>
      {doing === "add" ? <AddWorkshop onDone={done} /> : null}
      {doing === "authorise" ? <AuthoriseDay onDone={done} /> : null}
      {doing ? (
        <Button look="quiet" onPress={() => setDoing(undefined)}>
          <Trans>Dejarlo</Trans>
        </Button>
      ) : (
        <>
          <Button icon="plus" onPress={() => setDoing("add")}>
            <Trans>Agregar un taller</Trans>
          </Button>
          <Button look="quiet" icon="calendar" onPress={() => setDoing("authorise")}>
            <Trans>Autorizar un domingo o feriado</Trans>
          </Button>
        </>
      )}
    </>
  ) : null;
  return (
    <Page title={t`Talleres`} broad>
      {said ? (
        <Note tone="good" urgent>
          {said}
        </Note>
      ) : null}
      {wide ? (
        <Columns list={list} detail={acts} />
      ) : (
        <>
          {acts}
          {list}
        </>
      )}
    </Page>
  );
}

function OneWorkshop({ of }: { of: Workshop }) {
  const { t } = useLingui();
  const closed = of.closedOn ? figures(of.closedOn) : "";
  return (
    <Row
      title={of.name}
      note={`${of.trade} · ${modalityWords(of.modality)} · ${peopleWords(of.people)}`}
      below={closed ? <State tone="plain" icon="cross">{t`Terminó el ${closed}`}</State> : undefined}
      to={href("workshop", { id: of.id })}
    />
  );
}
