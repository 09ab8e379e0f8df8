import { useLingui } from "@lingui/react/macro";
import { dayAt, farness, hour, hours, longDay } from "@/l10n/dates";
import { Card } from "@/ui/Card";
import { Words } from "@/ui/Words";
import { Fact } from "./Fact";
import type { Happening } from "./happening";
import { placeWords } from "./words";

/** The day, the hours, and the place with its address. */
export function WhenAndWhere({ happening }: { happening: Happening }) {
  const { t } = useLingui();
  const { startsAt, doorsAt, endsAt, venue, state } = happening;
  const day = dayAt(startsAt);
  const far = state === "PLANNED" ? farness(day) : "";
  const opens = doorsAt === startsAt ? "" : hour(doorsAt);
  return (
    <Card label={t`Cuándo y dónde`}>
      <Words as="heading">{longDay(day)}</Words>
      {far ? <Words as="small">{far}</Words> : null}
      <Fact icon="clock" name={t`Horario`}>
        {endWords(startsAt, endsAt)}
      </Fact>
      {opens && venue.where !== "ONLINE" ? (
        <Fact icon="home" name={t`Abren la puerta`}>
          {opens}
        </Fact>
      ) : null}
      <Fact icon={venue.where === "ONLINE" ? "phone" : "office"} name={t`Lugar`}>
        {[placeWords(happening), venue.room, venue.address].filter(Boolean).join("\n")}
      </Fact>
    </Card>
  );
}

/** From when to when; with the day where it ends on another one. */
function endWords(startsAt: string, endsAt: string): string {
  const last = dayAt(endsAt);
  return last === dayAt(startsAt) ? hours(startsAt, endsAt) : `${hours(startsAt, endsAt)} (${longDay(last)})`;
}
