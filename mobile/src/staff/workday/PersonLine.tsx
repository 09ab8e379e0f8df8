import { useLingui } from "@lingui/react/macro";
import { View } from "react-native";
import { href } from "@/nav/routes";
import { State } from "@/ui/Note";
import { Row } from "@/ui/Row";
import type { Shape } from "@/ui/shapes";
import { type Tone, themed } from "@/ui/theme";
import { Words } from "@/ui/Words";
import { Amount } from "./Amount";
import { type Entry, isWorked, type Made, type Price } from "./entries";
import { type Person, type Sheet, type Stage, shownOf, stageOf } from "./sheet";
import { entryWords, madeWords, workWords } from "./words";

type Props = {
  person: Person;
  sheet: Sheet;
  workshopId: string;
  onWrite: (entry: Entry) => void;
};

/** Somebody's line of a sheet: what is said of them, and the counts that change every day. */
export function PersonLine({ person, sheet, workshopId, onWrite }: Props) {
  const { t } = useLingui();
  const styles = useStyles();
  const stage = stageOf(person);
  const entry = shownOf(person);
  const name = person.name ?? t`Ya no está aquí`;
  const counted = stage === "draft" && entry && isWorked(entry) ? countsOf(entry.made, sheet.prices) : [];
  const said = entry && [entryWords(entry), counted.length > 0 ? "" : madeWords(entry, sheet.prices)];
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
        to={href("workdayPerson", { workshop: workshopId, day: sheet.day, enrolment: person.enrolmentId })}
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
