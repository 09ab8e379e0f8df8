import { Trans } from "@lingui/react/macro";
import { href } from "@/nav/routes";
import { Button } from "@/ui/Button";
import { Note } from "@/ui/Note";
import { Words } from "@/ui/Words";
import type { VisitAnswer } from "../known";
import { Unknown } from "../VisitScreen";
import { cancelWords } from "../words";

/** Why there is no pass: called off, over, or no visit of this account. */
export function NoPass({ answer }: { answer: VisitAnswer }) {
  if ("code" in answer) return <Unknown answer={answer} />;
  return (
    <>
      {answer.state === "ACTIVE" ? (
        <Words>
          <Trans>Esta visita ya pasó, y su pase ya no sirve.</Trans>
        </Words>
      ) : (
        <CalledOff words={cancelWords(answer.cancelReason)} />
      )}
      <Button icon="calendar" to={href("visits")}>
        <Trans>Ver mis visitas</Trans>
      </Button>
    </>
  );
}

function CalledOff({ words }: { words: string }) {
  return (
    <Note tone="bad" urgent>
      <Trans>Esta visita ya no tiene pase.</Trans> {words}
    </Note>
  );
}
