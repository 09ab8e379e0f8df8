import { Trans, useLingui } from "@lingui/react/macro";
import type { Day } from "@/l10n/dates";
import { moment } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { Button } from "@/ui/Button";
import { State } from "@/ui/Note";
import { Reveal } from "@/ui/Reveal";
import { Words } from "@/ui/Words";
import { Facts } from "../parts/Facts";
import { AnswerForm } from "./AnswerForm";
import { exactSoles, grouped, hoursWords } from "./amounts";
import type { Line, Month } from "./MonthScreen";

type Props = { line: Line; month: Month; at: Day };

/** One person's month: what it comes to, what they said, and where their word is written down. */
export function LineOfMonth({ line, month, at }: Props) {
  const { t } = useLingui();
  const { worker } = line;
  const name = useName(worker);
  const answered = line.answeredAt ? moment(line.answeredAt) : "";
  return (
    <Reveal label={name} note={`${exactSoles(line.gross)} · ${useSaid(line)}`}>
      <Said of={line} />
      <Facts
        of={[
          [t`Horas trabajadas`, hoursWords(line.minutes)],
          [t`Horas que cuentan`, hoursWords(line.countableMinutes)],
          [t`Días con trabajo`, String(line.days)],
          [t`Piezas aceptadas`, grouped(line.pieces)],
          [t`Lo que ganó, sin redondear`, exactSoles(line.gross)],
        ]}
      />
      {line.words ? <Words>“{line.words}”</Words> : null}
      {answered ? (
        <Words as="small">
          <Trans>Contestó {answered}</Trans>
        </Words>
      ) : null}
      {month.id && month.state === "DRAFT" && line.shown && !line.outcome ? (
        <AnswerForm monthId={month.id} line={line} name={name} />
      ) : null}
      <Button look="quiet" to={href("monthOfOne", { month: at, inmate: worker.inmateId })}>
        <Trans>Ver día por día</Trans>
      </Button>
    </Reveal>
  );
}

/** Who works, by surname first; nobody's name once they are elsewhere. */
export function useName({ surnames, givenNames }: Line["worker"]): string {
  const { t } = useLingui();
  return surnames ? `${surnames}, ${givenNames}` : t`Persona que ya no está aquí`;
}

/** What a person said of their month, in a word or two. */
function useSaid({ outcome, shown }: Line): string {
  const { t } = useLingui();
  if (!shown) return outcome ? t`cambió: falta mostrarlo otra vez` : t`falta mostrarlo`;
  if (outcome === "SIGNED") return t`firmó`;
  return outcome === "OBJECTED" ? t`no está de acuerdo` : t`falta que conteste`;
}

function Said({ of }: { of: Line }) {
  const words = useSaid(of);
  const tone = of.outcome === "OBJECTED" ? "warn" : of.shown && of.outcome ? "good" : "plain";
  return <State tone={tone}>{words.charAt(0).toUpperCase() + words.slice(1)}</State>;
}
