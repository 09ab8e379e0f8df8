import { Trans, useLingui } from "@lingui/react/macro";
import type { TieQueueQuery } from "@/data/gen/documents";
import { Choice } from "@/ui/Choice";
import { Note } from "@/ui/Note";
import { clueWords } from "../words";

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

/** What agrees, how much, and what warns. */
function useCandidateNote(): (candidate: Candidate) => string {
  const { t } = useLingui();
  return (candidate) => {
    const year = candidate.bornYear;
    const clues = candidate.clues.map(clueWords).join(", ");
    const score = candidate.score;
    return [
      candidate.protected ? t`Protección vigente: no se puede aprobar.` : "",
      candidate.sanctioned ? t`Tiene una sanción: ahora no recibe visitas.` : "",
      year ? t`Nació en ${year}.` : "",
      clues ? t`Coincide: ${clues}.` : "",
      t`Parecido: ${score} de 100; es solo una pista.`,
    ]
      .filter(Boolean)
      .join(" ");
  };
}
