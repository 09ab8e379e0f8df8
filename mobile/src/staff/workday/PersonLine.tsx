import { useLingui } from "@lingui/react/macro";
import { View } from "react-native";
import type { Day } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { State } from "@/ui/Note";
import { Row } from "@/ui/Row";
import type { Shape } from "@/ui/shapes";
import { type Tone, themed } from "@/ui/theme";
import { Words } from "@/ui/Words";
import { Amount } from "./Amount";
import { type Entry, isWorked, type Made, type Price } from "./entries";
import { clashOf, type Line, othersOf, type Person, type Stage, shownOf, stageOf } from "./people";
import type { Sheet } from "./sheet";
import { entryWords, lineWords, madeWords, workWords } from "./words";

type Props = {
  person: Person;
  line: Line;
  sheet: Sheet;
  workshopId: string;
  onWrite: (entry: Entry) => void;
};

/** A line of a sheet: what is said of somebody's shift, and the counts that change every day. */
export function PersonLine({ person, line, sheet, workshopId, onWrite }: Props) {
  const { t } = useLingui();
  const styles = useStyles();
  const stage = stageOf(line);
  const entry = shownOf(line);
  const name = lineWords(person, line.shift);
  const clash = stage === "draft" && entry && clashOf(entry, othersOf(person, line.shift));
  const counted = stage === "draft" && entry && isWorked(entry) ? countsOf(entry.made, sheet.prices) : [];
  const said = entry && [
    entryWords(entry),
    counted.length > 0 ? "" : madeWords(entry, sheet.prices),
    clash ? t`Se cruza con otro turno` : "",
  ];
  const set = (priceId: string, made: number) => {
    if (!entry || !isWorked(entry)) return;
    onWrite({
      ...entry,
      made: entry.made.map((each) => (each.priceId === priceId ? { ...each, made } : each)),
    });
  };
  return (
    <View>
      <Row
        title={name}
        note={
          said ? said.filter(Boolean).join(" · ") : person.inside ? undefined : t`Según el registro, no está`
        }
        below={<StageMark stage={stage} />}
        to={lineHref(line, workshopId, sheet.day)}
      />
      {counted.map(({ price, made }) => {
        const work = workWords(price);
        return (
          <View key={price.id} style={styles.count}>
            <View style={styles.words}>
              <Words as="small">{work}</Words>
            </View>
            <Amount
              label={t`${work}, ${name}`}
              value={made}
              onChange={(count) => set(price.id, count ?? 0)}
            />
          </View>
        );
      })}
    </View>
  );
}

/** Where a line is written, or read. */
export function lineHref(
  { enrolmentId, shift }: Pick<Line, "enrolmentId" | "shift">,
  workshop: string,
  day: Day,
): string {
  const given = { workshop, day, enrolment: enrolmentId };
  return shift === 1
    ? href("workdayPerson", given)
    : href("workdayShift", { ...given, shift: String(shift) });
}

/** What is counted by the piece. */
function countsOf(made: readonly Made[], prices: readonly Price[]) {
  return made.flatMap((each) => {
    const price = prices.find(({ id, basis }) => id === each.priceId && basis === "PIECE");
    return price ? [{ price, made: each.made }] : [];
  });
}

/** Where a line is, in a word and a drawing. */
export function StageMark({ stage }: { stage: Stage }) {
  const { t } = useLingui();
  const marks: Record<Stage, { words: string; tone: Tone; icon: Shape }> = {
    recorded: { words: t`Anotado`, tone: "good", icon: "check" },
    waits: { words: t`Guardado, por enviar`, tone: "warn", icon: "clock" },
    refused: { words: t`No se aceptó`, tone: "bad", icon: "cross" },
    rival: { words: t`Hay dos versiones`, tone: "bad", icon: "alert" },
    draft: { words: t`Sin guardar`, tone: "plain", icon: "clock" },
    empty: { words: t`Falta`, tone: "plain", icon: "plus" },
  };
  const { words, tone, icon } = marks[stage];
  return (
    <State tone={tone} icon={icon}>
      {words}
    </State>
  );
}

const useStyles = themed(() => ({
  count: {
    flexDirection: "row",
    alignItems: "center",
    gap: 12,
    paddingHorizontal: 16,
    paddingBottom: 12,
  },
  words: { flex: 1 },
}));
