import { Trans, useLingui } from "@lingui/react/macro";
import { hours, longDay } from "@/l10n/dates";
import { Card } from "@/ui/Card";
import { Words } from "@/ui/Words";
import { stayWords } from "../words";
import type { Turn } from "./days";
import { type Companion, type Inmate, namesOf } from "./party";
import { kindWords } from "./words";

type Props = { inmate: Inmate; turn: Turn; party: readonly string[]; all: readonly Companion[] };

/** The visit as it will be: when, whom, where, who goes, how long. */
export function Summary({ inmate, turn, party, all }: Props) {
  const { t } = useLingui();
  const adults = namesOf(
    party,
    all.filter((each) => !each.minor),
  );
  const minors = namesOf(
    party,
    all.filter((each) => each.minor),
  );
  const stay = stayWords(turn.stayMinutes);
  const place = inmate.establishment?.name;
  return (
    <Card label={t`Su visita`}>
      <Words as="heading">{longDay(turn.visitOn)}</Words>
      <Words as="strong">{hours(turn.startsAt, turn.endsAt)}</Words>
      <Words>{`${inmate.givenNames} ${inmate.surnames}`}</Words>
      {place ? <Words>{place}</Words> : null}
      <Words>{kindWords(turn)}</Words>
      <Words>
        <Trans>Adultos: {adults}</Trans>
      </Words>
      {minors ? (
        <Words>
          <Trans>Menores: {minors}</Trans>
        </Words>
      ) : null}
      <Words as="small">
        <Trans>Pueden quedarse hasta {stay}.</Trans>
      </Words>
    </Card>
  );
}
