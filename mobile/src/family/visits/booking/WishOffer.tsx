import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@/ui/Button";
import { Note } from "@/ui/Note";
import { Words } from "@/ui/Words";
import type { Booking } from "./useBooking";

/** Without signal a place cannot be held; what one wants can be kept, and sent once when there is signal. */
export function WishOffer({ booking, retry }: { booking: Booking; retry: () => void }) {
  const { t } = useLingui();
  return (
    <>
      <Note
        tone="warn"
        icon="offline"
        urgent
        action={
          <Button look="quiet" disabled={booking.wishing} onPress={retry}>
            <Trans>Volver a intentar</Trans>
          </Button>
        }
      >
        <Trans>No hay señal, o el servicio no responde. No se pudo guardar su lugar.</Trans>
      </Note>
      <Note title={t`Puede dejar su pedido`} icon="clock">
        <Trans>
          Un pedido todavía no es una reserva. Se enviará una sola vez, cuando haya señal. En Inicio verá si
          le tocó el lugar o no.
        </Trans>
      </Note>
      <Button busy={booking.wishing} onPress={() => void booking.wish()}>
        <Trans>Guardar mi pedido</Trans>
      </Button>
      <Words as="small">
        <Trans>No salga de casa sin ver la respuesta.</Trans>
      </Words>
    </>
  );
}
