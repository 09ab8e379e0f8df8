import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { changePin } from "@/data/session";
import { Button } from "@/ui/Button";
import { Words } from "@/ui/Words";
import { PinField } from "./PinField";
import { useTries } from "./useTries";

/** No PIN any more: only for who knows it. */
export function RemovePin({ onDone }: { onDone: (what?: "removed") => void }) {
  const { t } = useLingui();
  const [old, setOld] = useState("");
  const tries = useTries();
  const remove = async () => {
    if (!old) return;
    if (await tries.run(() => changePin(old, null))) onDone("removed");
    else setOld("");
  };
  return (
    <>
      <Words>
        <Trans>
          Sin PIN, quien tome este celular verá sus visitas y podrá reservar o cancelar por usted.
        </Trans>
      </Words>
      <PinField
        label={t`PIN de ahora`}
        value={old}
        onChange={setOld}
        error={tries.error}
        onSubmit={() => void remove()}
      />
      <Button look="danger" busy={tries.busy} onPress={() => void remove()}>
        <Trans>Sí, quitar el PIN</Trans>
      </Button>
      <Button look="quiet" onPress={() => onDone()}>
        <Trans>No, volver</Trans>
      </Button>
    </>
  );
}
