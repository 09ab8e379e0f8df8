import { Trans, useLingui } from "@lingui/react/macro";
import { OfficeEvents, type OfficeEventsQuery } from "@/data/gen/staff/programmes";
import { dayAt, figures } from "@/l10n/dates";
import { Await } from "@/ui/Await";
import { Choice } from "@/ui/Choice";
import { Words } from "@/ui/Words";
import { useOffice } from "../../office/office";
import { usePages } from "../../pages";
import { More } from "../../parts/More";
import { Behind } from "../Behind";

type Props = {
  value: string | undefined;
  onChange: (eventId: string | undefined) => void;
  /** Of this programme alone. */
  programmeId: string;
};

/** For which event something is, where it is for one; asked for only when somebody wants to say it. */
export function EventField(props: Props) {
  const { t } = useLingui();
  return (
    <Behind label={t`Decir de qué actividad (si quiere)`} icon="plus">
      {() => <Chosen {...props} />}
    </Behind>
  );
}

function Chosen({ value, onChange, programmeId }: Props) {
  const { t } = useLingui();
  const { id } = useOffice();
  const coming = usePages(OfficeEvents, { establishmentId: id, past: false }, listed);
  const past = usePages(OfficeEvents, { establishmentId: id, past: true }, listed);
  return (
    <Await read={coming}>
      {(events) => {
        const all = [...events, ...(past.data ?? [])].filter(
          (each, index, every) =>
            each.programmeId === programmeId && every.findIndex((other) => other.id === each.id) === index,
        );
        return all.length === 0 ? (
          <Words as="small">
            <Trans>Todavía no hay actividades que elegir.</Trans>
          </Words>
        ) : (
          <>
            <Choice
              label={t`De qué actividad`}
              options={[
                { value: "", label: t`De ninguna` },
                ...all.map(({ id: eventId, title, programme, nextAt }) => ({
                  value: eventId,
                  label: title,
                  note: [programme, nextAt ? figures(dayAt(nextAt)) : ""].filter(Boolean).join(" · "),
                })),
              ]}
              value={value ?? ""}
              onChange={(chosen) => onChange(chosen || undefined)}
            />
            <More of={past} />
          </>
        );
      }}
    </Await>
  );
}

function listed({ officeEvents }: OfficeEventsQuery): OfficeEventsQuery["officeEvents"] {
  return officeEvents;
}
