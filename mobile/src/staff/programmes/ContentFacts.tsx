import { useLingui } from "@lingui/react/macro";
import { longDay } from "@/l10n/dates";
import { Words } from "@/ui/Words";
import { Facts } from "../parts/Facts";
import type { Content } from "./content";
import { endOf, planned } from "./dates";
import {
  audienceNote,
  audienceWords,
  datesWords,
  effectWords,
  kindWords,
  takesPartWords,
  whereWords,
} from "./words";

/** What an event says, in short. */
export function ContentFacts({ of }: { of: Content }) {
  const { t } = useLingui();
  const { dates, venue, places, works } = of;
  const all = planned(dates);
  const day = longDay(dates.firstOn);
  const [from, until] = [dates.at, endOf(dates.at, dates.minutes)];
  const many = all && all.length > 1 ? ` · ${datesWords(all.length)}` : "";
  const place = [whereWords(venue.where), venue.room, venue.name, venue.address, venue.link];
  return (
    <>
      {of.summary ? <Words>{of.summary}</Words> : null}
      <Facts
        of={[
          [t`Clase de actividad`, kindWords(of.kind)],
          [t`Quiénes pueden venir`, audienceWords(of.audience)],
          [t`Cuándo`, t`${day}, de ${from} a ${until}` + many],
          [t`Dónde`, place.filter(Boolean).join(" · ")],
          [t`Las visitas de esos días`, of.effect === "NONE" ? "" : effectWords(of.effect)],
          [t`Quiénes pueden participar`, of.takesPart ? takesPartWords(of.takesPart) : ""],
          [t`Cupos`, places.people ? String(places.people) : t`Sin límite`],
          [t`Obras`, works.map((each) => [each.title, each.author].filter(Boolean).join(", ")).join("; ")],
        ]}
      />
      <Words as="small">{audienceNote(of.audience)}</Words>
    </>
  );
}
