import { Trans, useLingui } from "@lingui/react/macro";
import { useRef, useState } from "react";
import { CancelVisit as Document } from "@/data/gen/documents";
import type { Wish } from "@/data/outbox";
import { useOutbox } from "@/data/outbox-context";
import { longDay } from "@/l10n/dates";
import { uuid } from "@/platform/cipher";
import { Button } from "@/ui/Button";
import { Confirm } from "@/ui/Confirm";
import { Note } from "@/ui/Note";
import type { KnownVisit } from "./known";

/**
 * Calling a visit off. It always goes through the outbox: written down before it is sent, so that no signal, an answer
 * lost on the way or an app closed too soon changes nothing but the hour at which it happens.
 */
export function CancelVisit({ visit }: { visit: KnownVisit }) {
  const { t } = useLingui();
  const { outbox, wishes } = useOutbox();
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState(false);
  const running = useRef(false);
  const mine = wishes.find((each) => each.variables.bookingId === visit.id);

  const cancel = async () => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    const requestId = uuid();
    const day = longDay(visit.visitOn);
    await outbox.add({
      requestId,
      document: Document.name,
      variables: { bookingId: visit.id },
      about: { words: t`Cancelar la visita del ${day}` },
    });
    // Done in sight of the person: this screen says so, and there is nothing left to tell them elsewhere.
    const wish = outbox.wishes().find((each) => each.requestId === requestId);
    if (wish?.state === "done") {
      setDone(true);
      await outbox.drop(requestId);
    }
    running.current = false;
    setBusy(false);
  };

  if (done || mine?.state === "done") {
    return (
      <Note tone="good" urgent>
        <Trans>Listo: la visita está cancelada y los lugares quedaron libres.</Trans>
      </Note>
    );
  }
  if (mine && !busy) return <Asked wish={mine} drop={() => void outbox.drop(mine.requestId)} />;
  return (
    <Confirm
      label={t`Cancelar esta visita`}
      icon="cross"
      yes={t`Sí, cancelar la visita`}
      busy={busy}
      onYes={() => void cancel()}
    >
      <Trans>
        Los lugares quedarán libres para otra familia. No se puede deshacer: si luego quiere ir, tendrá que
        reservar otra vez.
      </Trans>
    </Confirm>
  );
}

function Asked({ wish, drop }: { wish: Wish; drop: () => void }) {
  const { t } = useLingui();
  if (wish.state === "waiting") {
    return (
      <Note
        tone="warn"
        icon="clock"
        title={t`Todavía no está cancelada`}
        urgent
        action={
          <Button look="quiet" onPress={drop}>
            <Trans>Ya no quiero cancelarla</Trans>
          </Button>
        }
      >
        <Trans>No hubo respuesta. Su pedido quedó guardado y se enviará solo cuando haya señal.</Trans>
      </Note>
    );
  }
  return (
    <Note
      tone="bad"
      title={t`No se canceló`}
      urgent
      action={
        <Button look="quiet" onPress={drop}>
          <Trans>Entendido</Trans>
        </Button>
      }
    >
      {wish.problem?.message || t`No se pudo.`}
    </Note>
  );
}
