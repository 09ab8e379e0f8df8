import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Programmes, type ProgrammesQuery } from "@/data/gen/staff/programmes";
import { useRead } from "@/data/reads";
import { figures } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { Await, Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { List } from "@/ui/Card";
import { Note, State } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { Reveal } from "@/ui/Reveal";
import { Words } from "@/ui/Words";
import { CultureDoors } from "../culture/CultureDoors";
import { useOffice } from "../office/office";
import { AddProgramme } from "./AddProgramme";
import { AddSeason } from "./AddSeason";
import { ChangeProgramme } from "./ChangeProgramme";
import { contributionWords, partnerWords, seasonsWords } from "./words";

export type Programme = ProgrammesQuery["programmes"][number];

/** The programmes of a place and of the whole institute, with their seasons and who contributes. */
export function ProgrammesScreen() {
  const { t } = useLingui();
  const { id } = useOffice();
  const read = useRead(Programmes, { establishmentId: id });
  const [said, setSaid] = useState<string>();
  const [adding, setAdding] = useState(false);
  const done = (words: string) => {
    setSaid(words);
    setAdding(false);
  };
  return (
    <Page title={t`Programas y temporadas`} up={href("officeEvents")}>
      {said ? (
        <Note tone="good" urgent>
          {said}
        </Note>
      ) : null}
      {adding ? (
        <AddProgramme onDone={done} onLeave={() => setAdding(false)} />
      ) : (
        <Button icon="plus" onPress={() => setAdding(true)}>
          <Trans>Agregar un programa</Trans>
        </Button>
      )}
      <Await read={read}>
        {({ programmes }) =>
          programmes.length === 0 ? (
            <Empty>
              <Trans>Este lugar todavía no tiene programas.</Trans>
            </Empty>
          ) : (
            <List label={t`Programas`}>
              {programmes.map((each) => (
                <Reveal key={each.id} label={each.title} note={seasonsWords(each.seasons.length)}>
                  <OneProgramme of={each} onDone={done} />
                </Reveal>
              ))}
            </List>
          )
        }
      </Await>
      <CultureDoors />
    </Page>
  );
}

function OneProgramme({ of, onDone }: { of: Programme; onDone: (words: string) => void }) {
  const { t } = useLingui();
  return (
    <>
      {of.national ? <State tone="plain" icon="office">{t`De todo el país`}</State> : null}
      {of.summary ? <Words>{of.summary}</Words> : null}
      {of.seasons.map(({ id, title, firstOn, lastOn }) => {
        const [from, to] = [figures(firstOn), figures(lastOn)];
        return (
          <Words key={id}>
            <Trans>
              {title}: del {from} al {to}
            </Trans>
          </Words>
        );
      })}
      {of.partners.length > 0 ? (
        <Words as="strong">
          <Trans>Quiénes aportan</Trans>
        </Words>
      ) : null}
      {of.partners.map(({ name, kind, contribution, worth, note }) => {
        const facts = [partnerWords(kind), contributionWords(contribution), worth, note];
        return (
          <Words key={name} as="small">
            {name}: {facts.filter(Boolean).join(" · ")}
          </Words>
        );
      })}
      <AddSeason programmeId={of.id} onDone={onDone} />
      {of.national ? null : <ChangeProgramme of={of} onDone={onDone} />}
    </>
  );
}
