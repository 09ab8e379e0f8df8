import { Trans, useLingui } from "@lingui/react/macro";
import type { TieQueueQuery } from "@/data/gen/staff/registry";
import { figures } from "@/l10n/dates";
import { Choice } from "@/ui/Choice";
import { Note } from "@/ui/Note";
import { clueWords, pavilionWords } from "../words";

type Candidate = TieQueueQuery["tieQueue"]["nodes"][number]["candidates"][number];

/** Who of this place may be meant, likeliest first: one of them is chosen to approve. */
export function Candidates({
  of,
  value,
  onChange,
}: {
  of: readonly Candidate[];
  value: string | undefined;
  onChange: (inmateId: string) => void;
}) {
  const { t } = useLingui();
  const note = useCandidateNote();
  if (of.length === 0) {
    return (
      <Note tone="warn">
        <Trans>Nadie de aquí coincide con lo que escribió. Solo puede rechazarlo.</Trans>
      </Note>
    );
  }
  return (
    <Choice
      label={t`Puede ser`}
      options={of.map((each) => ({
        value: each.inmateId,
        label: `${each.givenNames} ${each.surnames}`,
        note: note(each),
        disabled: each.protected,
      }))}
      value={value}
      onChange={onChange}
    />
  );
}

/** What warns, what tells namesakes apart, what agrees and how much. */
function useCandidateNote(): (candidate: Candidate) => string {
  const { t } = useLingui();
  return (candidate) => {
    const number = candidate.registerNumber;
    const born = candidate.bornOn ? figures(candidate.bornOn) : "";
    const pavilion = pavilionWords(candidate.pavilion);
    const clues = candidate.clues.map(clueWords).join(", ");
    const score = candidate.score;
    return [
      candidate.protected ? t`Protección vigente: no se puede aprobar.` : "",
      candidate.sanctioned ? t`Tiene una sanción: ahora no recibe visitas.` : "",
      t`Registro ${number}.`,
      born ? t`Nació el ${born}.` : "",
      pavilion ? `${pavilion}.` : "",
      clues ? t`Coincide: ${clues}.` : "",
      t`Parecido: ${score} de 100; es solo una pista.`,
    ]
      .filter(Boolean)
      .join(" ");
  };
}
