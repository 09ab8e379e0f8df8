import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { longDay } from "@/l10n/dates";
import { Button } from "@/ui/Button";
import { List } from "@/ui/Card";
import { Reveal } from "@/ui/Reveal";
import { Words } from "@/ui/Words";
import { datesWritten } from "../content";
import { planned } from "../dates";
import { changeWords } from "../words";
import { ExceptionFields } from "./ExceptionFields";
import { GroupFault } from "./GroupFault";
import type { Part } from "./part";

/** Dates shown at once. */
const A_LOOK = 12;

type Known = readonly { key: string; startsAt: string }[];

/** The dates of a series one by one: each may be moved, postponed or cancelled alone. */
export function SeriesDates({ value, onChange, faults, known }: Part & { known: Known }) {
  const { t } = useLingui();
  const [shown, setShown] = useState(A_LOOK);
  const dates = datesWritten(value);
  const all = dates && planned(dates, known);
  if (!all || (all.length < 2 && value.exceptions.length === 0)) return null;
  return (
    <>
      <Words as="heading">
        <Trans>Fecha por fecha</Trans>
      </Words>
      <List label={t`Fecha por fecha`}>
        {all.slice(0, shown).map((each) => {
          const exception = value.exceptions.find(({ key }) => key === each.key);
          const change = { MOVED: "CHANGED", POSTPONED: "POSTPONED", CANCELLED: "CANCELLED" } as const;
          const why = exception?.why ?? "";
          return (
            <Reveal
              key={each.key}
              label={longDay(each.on)}
              note={
                exception
                  ? [changeWords(change[exception.kind]), why].filter(Boolean).join(": ")
                  : t`Como estaba planeada`
              }
            >
              <ExceptionFields
                of={each}
                value={exception}
                onChange={(next) =>
                  onChange({
                    exceptions: [
                      ...value.exceptions.filter(({ key }) => key !== each.key),
                      ...(next ? [next] : []),
                    ],
                  })
                }
                error={faults[`dates.exceptions.${each.key}`]}
              />
            </Reveal>
          );
        })}
      </List>
      <GroupFault>{faults["dates.exceptions"]}</GroupFault>
      {shown < all.length ? (
        <Button look="quiet" onPress={() => setShown(shown + A_LOOK)}>
          <Trans>Ver más</Trans>
        </Button>
      ) : null}
    </>
  );
}
