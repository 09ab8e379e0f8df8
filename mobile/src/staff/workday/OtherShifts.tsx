import { Trans, useLingui } from "@lingui/react/macro";
import { go } from "@/nav/history";
import { Button } from "@/ui/Button";
import { List } from "@/ui/Card";
import { Row } from "@/ui/Row";
import { Words } from "@/ui/Words";
import { lineHref, StageMark } from "./PersonLine";
import { nextShift, type Person, shownOf, stageOf } from "./people";
import type { Sheet } from "./sheet";
import { entryWords } from "./words";

type Props = { person: Person; shift: number; sheet: Sheet; workshopId: string };

/** The other shifts of somebody's day, and the way to one more. Each is in the place of this one, before the sheet. */
export function OtherShifts({ person, shift, sheet, workshopId }: Props) {
  const { t } = useLingui();
  const { enrolmentId, lines } = person;
  const to = (other: number) => () =>
    go(lineHref({ enrolmentId, shift: other }, workshopId, sheet.day), { replace: true });
  const others = lines.filter((line) => line.shift !== shift && stageOf(line) !== "empty");
  // A shift that nothing is said of yet is one more already.
  const here = lines.some((line) => line.shift === shift);
  const next = here && sheet.monthState !== "CLOSED" ? nextShift(person) : undefined;
  return (
    <>
      {others.length > 0 ? (
        <>
          <Words as="heading">
            <Trans>Otros turnos de este día</Trans>
          </Words>
          <List label={t`Otros turnos de este día`}>
            {others.map((line) => {
              const entry = shownOf(line);
              const number = line.shift;
              return (
                <Row
                  key={line.shift}
                  title={t`Turno ${number}`}
                  note={entry && entryWords(entry)}
                  below={<StageMark stage={stageOf(line)} />}
                  onPress={to(line.shift)}
                />
              );
            })}
          </List>
        </>
      ) : null}
      {next ? (
        <Button look="quiet" icon="plus" onPress={to(next)}>
          <Trans>Agregar otro turno</Trans>
        </Button>
      ) : null}
    </>
  );
}
