import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { EventHours, type EventHoursQuery, IssueHoursCertificate } from "@/data/gen/staff/door";
import { useRead, useRefresh } from "@/data/reads";
import { dayAt, longDay } from "@/l10n/dates";
import { LANGUAGES, type Language } from "@/l10n/languages";
import { href } from "@/nav/routes";
import { keepPdf } from "@/platform/pdf";
import { Await, Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { List } from "@/ui/Card";
import { Choice } from "@/ui/Choice";
import { Note } from "@/ui/Note";
import { Outcome } from "@/ui/Outcome";
import { Page } from "@/ui/Page";
import { Reveal } from "@/ui/Reveal";
import { Words } from "@/ui/Words";
import { timeWords } from "./words";

const BESIDE = Object.keys(LANGUAGES) as Language[];

type Person = EventHoursQuery["eventHours"][number];

/** Whose hours in an event can be certified, and their certificates, which name no place. */
export function HoursScreen({ id }: { id: string }) {
  const { t } = useLingui();
  const read = useRead(EventHours, { eventId: id });
  const [language, setLanguage] = useState<Language>("es");
  return (
    <Page title={t`Horas y constancias`} up={href("eventAttendance", { id })}>
      <Words as="small">
        <Trans>
          La constancia dice el nombre, la actividad y las horas. No dice en qué lugar está la persona.
        </Trans>
      </Words>
      <Await read={read}>
        {({ eventHours }) =>
          eventHours.length === 0 ? (
            <Empty>
              <Trans>
                Todavía no hay horas anotadas. Se anotan en “Quiénes participaron”, en cada fecha.
              </Trans>
            </Empty>
          ) : (
            <>
              <Choice
                label={t`Idioma, al lado del español`}
                options={BESIDE.map((each) => ({ value: each, label: LANGUAGES[each] }))}
                value={language}
                onChange={setLanguage}
                inline
              />
              <List label={t`Horas por persona`}>
                {eventHours.map((each) => (
                  <OnePerson key={each.inmate.id} eventId={id} of={each} language={language} />
                ))}
              </List>
            </>
          )
        }
      </Await>
    </Page>
  );
}

function OnePerson({ eventId, of, language }: { eventId: string; of: Person; language: Language }) {
  const { t } = useLingui();
  const { inmate, minutes, dates, certificate } = of;
  const issue = useAct(IssueHoursCertificate);
  const refresh = useRefresh();
  const [kept, setKept] = useState<boolean>();
  const name = `${inmate.surnames}, ${inmate.givenNames}`;
  const make = async () => {
    setKept(undefined);
    const paper = await issue.run({ eventId, inmateId: inmate.id, language });
    if (!paper) return;
    setKept(await keepPdf(`constancia-${paper.id.slice(0, 8)}.pdf`, paper.pdf));
    refresh(EventHours);
  };
  const [time, number] = [timeWords(minutes), certificate?.number ?? ""];
  const when = certificate ? longDay(dayAt(certificate.issuedAt)) : "";
  const inDates = plural(dates, { one: "en # fecha", other: "en # fechas" });
  return (
    <Reveal
      label={name}
      note={[t`${time} ${inDates}`, number ? t`con constancia` : ""].filter(Boolean).join(" · ")}
    >
      {number ? (
        <Words as="small" selectable>
          <Trans>
            Constancia {number}, del {when}. Si se pide otra vez, es la misma.
          </Trans>
        </Words>
      ) : null}
      <Outcome of={issue} />
      {kept === undefined ? null : (
        <Note tone={kept ? "good" : "warn"} urgent>
          {kept ? (
            <Trans>Listo: la constancia está en PDF.</Trans>
          ) : (
            <Trans>No se guardó. Toque otra vez.</Trans>
          )}
        </Note>
      )}
      <Button
        look="quiet"
        icon="print"
        busy={issue.busy}
        label={t`Constancia de horas en PDF: ${name}`}
        onPress={() => void make()}
      >
        <Trans>Constancia de horas en PDF</Trans>
      </Button>
    </Reveal>
  );
}
