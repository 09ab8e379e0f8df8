import { Trans } from "@lingui/react/macro";
import type { Problem } from "@/data/acts";
import { Empty } from "@/ui/Await";
import { Note } from "@/ui/Note";

/** Nothing to see, for whatever reason: the service does not say which, and neither do we. */
export function NotOpen({ problem }: { problem: Problem }) {
  if (problem.code !== "NOT_FOUND") return <Note tone="bad">{problem.message}</Note>;
  return (
    <Empty>
      <Trans>
        Aquí no hay nada que mostrar. Su familiar elige qué puede ver usted y firma un papel donde trabaja.
        También puede cambiarlo cuando quiera.
      </Trans>
    </Empty>
  );
}
