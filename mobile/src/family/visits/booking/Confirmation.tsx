import { Trans, useLingui } from "@lingui/react/macro";
import { href } from "@/nav/routes";
import { focusHeading } from "@/platform/screen";
import { Waiting } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { useNow } from "@/ui/clock";
import { Note } from "@/ui/Note";
import { Outcome } from "@/ui/Outcome";
import { Page } from "@/ui/Page";
import { Words } from "@/ui/Words";
import { BookedPage } from "./BookedPage";
import { Countdown } from "./Countdown";
import type { Turn } from "./days";
import type { Companion, Inmate } from "./party";
import { Summary } from "./Summary";
import { type Booking, useBooking } from "./useBooking";
import { type Holding, useHold } from "./useHold";
import { WishOffer } from "./WishOffer";

type Props = { inmate: Inmate; turn: Turn; party: readonly string[]; all: readonly Companion[] };

/** A turn, held while the person reads it over and confirms. */
export function Confirmation({ inmate, turn, party, all }: Props) {
  const { t } = useLingui();
  const booking = useBooking(inmate, turn, party);
  const spoken = booking.busy || booking.unanswered || booking.booked !== undefined;
  const hold = useHold(turn.id, inmate.id, party, spoken);
  if (booking.booked) return <BookedPage booked={booking.booked} inmate={inmate} />;
  const elsewhere = href("bookFor", { inmate: inmate.id });
  return (
    <Page title={t`Confirme su visita`} up={elsewhere}>
      <Summary inmate={inmate} turn={turn} party={party} all={all} />
      <Standing hold={hold} booking={booking} elsewhere={elsewhere} />
    </Page>
  );
}

type Stand = { hold: Holding; booking: Booking; elsewhere: string };

/** How far it is: asked for, held, expired, refused, or without an answer; and what can be done then. */
function Standing({ hold, booking, elsewhere }: Stand) {
  const now = useNow(1000);
  const { held } = hold;
  // The button that was pressed goes away: the keyboard begins anew at the top.
  const take = () => {
    focusHeading();
    void hold.take();
  };
  const refused = booking.problem ? booking : hold.problem ? hold : undefined;
  if (booking.unanswered) return <Unanswered booking={booking} />;
  if (refused) {
    return (
      <>
        <Outcome of={refused} />
        <Elsewhere to={elsewhere} booked={refused.problem?.code === "ALREADY_BOOKED"} />
      </>
    );
  }
  if (hold.unanswered) return <WishOffer booking={booking} retry={take} />;
  if (!held) return <Taking />;

  const left = Math.max(0, Math.floor((held.until - now) / 1000));
  if (left === 0 && !booking.busy) {
    return (
      <>
        <Note tone="warn" icon="clock" urgent>
          <Trans>
            Pasó el tiempo y su lugar ya no está guardado. Puede guardarlo otra vez, si todavía hay.
          </Trans>
        </Note>
        <Button icon="clock" busy={hold.busy} onPress={take}>
          <Trans>Guardar el lugar otra vez</Trans>
        </Button>
        <Elsewhere to={elsewhere} />
      </>
    );
  }
  return (
    <>
      <Countdown left={left} />
      <Button icon="check" busy={booking.busy} onPress={() => void booking.book(held.id)}>
        <Trans>Confirmar la visita</Trans>
      </Button>
      <Elsewhere to={elsewhere} />
    </>
  );
}

function Taking() {
  return (
    <>
      <Words live="polite">
        <Trans>Guardamos su lugar. Espere un momento.</Trans>
      </Words>
      <Waiting />
    </>
  );
}

/** It may be booked or not. Asking again is safe, by hand or by itself. */
function Unanswered({ booking }: { booking: Booking }) {
  const { t } = useLingui();
  return (
    <>
      <Outcome of={booking} />
      <Button busy={booking.busy} disabled={booking.wishing} onPress={() => void booking.again()}>
        <Trans>Preguntar otra vez</Trans>
      </Button>
      <Note
        icon="clock"
        title={t`También puede irse`}
        action={
          <Button
            look="quiet"
            busy={booking.wishing}
            disabled={booking.busy}
            onPress={() => void booking.wish()}
          >
            <Trans>Que se envíe solo</Trans>
          </Button>
        }
      >
        <Trans>
          El celular lo enviará una sola vez cuando haya señal. La respuesta estará en Inicio. Hasta entonces
          no cuente con la visita.
        </Trans>
      </Note>
    </>
  );
}

function Elsewhere({ to, booked = false }: { to: string; booked?: boolean }) {
  return (
    <>
      {booked ? (
        <Button look="quiet" icon="calendar" to={href("visits")}>
          <Trans>Ver mis visitas</Trans>
        </Button>
      ) : null}
      <Button look="quiet" icon="calendar" to={to}>
        <Trans>Cambiar el turno o quiénes van</Trans>
      </Button>
    </>
  );
}
