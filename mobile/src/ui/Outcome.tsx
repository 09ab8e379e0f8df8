import { Trans } from "@lingui/react/macro";
import type { Act } from "@/data/acts";
import { Note } from "./Note";

/** What became of an act that did not go through: refused in the service's words, or not answered. */
export function Outcome({ of }: { of: Pick<Act<never, never>, "problem" | "unanswered"> }) {
  if (of.problem) {
    return (
      <Note tone="bad" urgent>
        {of.problem.message}
      </Note>
    );
  }
  if (!of.unanswered) return null;
  return (
    <Note tone="warn" icon="offline" urgent>
      <Trans>No hubo respuesta. Toque otra vez: no se hará dos veces.</Trans>
    </Note>
  );
}
