import { Trans, useLingui } from "@lingui/react/macro";
import type { Wish } from "@/data/outbox";
import { useOutbox } from "@/data/outbox-context";
import { moment } from "@/l10n/dates";
import { Button } from "@/ui/Button";
import { Note } from "@/ui/Note";

/** What was asked for without signal, and what became of it: it stays until it has been read. */
export function Wishes() {
  const { outbox, wishes } = useOutbox();
  return (
    <>
      {wishes.map((wish) => (
        <WishNote key={wish.requestId} wish={wish} drop={() => void outbox.drop(wish.requestId)} />
      ))}
    </>
  );
}

function WishNote({ wish, drop }: { wish: Wish; drop: () => void }) {
  const { t } = useLingui();
  const about = wish.about.words ?? "";
  const made = moment(wish.madeAt);
  if (wish.state === "waiting" && wish.about.asked) {
    return (
      <Note tone="warn" icon="clock" title={about}>
        <Trans>
          No sabemos todavía si quedó reservada. El celular lo preguntará otra vez cuando haya señal, y aquí
          verá la respuesta. Lo pidió {made}
        </Trans>
      </Note>
    );
  }
  if (wish.state === "waiting") {
    return (
      <Note
        tone="warn"
        icon="clock"
        title={about}
        action={
          <Button look="quiet" onPress={drop}>
            <Trans>Ya no quiero</Trans>
          </Button>
        }
      >
        {wish.document === "CancelVisit" ? (
          <Trans>
            Todavía no está cancelada: se enviará cuando haya señal, y aquí verá la respuesta. Lo pidió {made}
          </Trans>
        ) : (
          <Trans>
            Todavía no es una reserva: se enviará cuando haya señal, y aquí verá la respuesta. Lo pidió {made}
          </Trans>
        )}
      </Note>
    );
  }
  return (
    <Note
      tone={wish.state === "done" ? "good" : "bad"}
      title={about}
      action={
        <Button look="quiet" onPress={drop}>
          <Trans>Entendido</Trans>
        </Button>
      }
    >
      {wish.state === "done" ? t`Confirmado.` : wish.problem?.message || t`No se pudo.`}
    </Note>
  );
}
