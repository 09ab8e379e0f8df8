import { Trans } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { layPaper, printPaper } from "@/platform/print";
import { Button } from "@/ui/Button";
import { Note } from "@/ui/Note";

/** Put a list on paper, from this button or from the browser's own. */
export function PrintDay({ paper }: { paper: string }) {
  const [failed, setFailed] = useState(false);
  useEffect(() => layPaper(paper), [paper]);
  const print = async () => setFailed(!(await printPaper(paper)));
  return (
    <>
      <Button look="quiet" icon="print" onPress={() => void print()}>
        <Trans>Imprimir la lista</Trans>
      </Button>
      {failed ? (
        <Note tone="bad" urgent>
          <Trans>No se pudo imprimir. Pruebe desde otra computadora.</Trans>
        </Note>
      ) : null}
    </>
  );
}
