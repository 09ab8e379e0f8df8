import { Trans, useLingui } from "@lingui/react/macro";
import type { Wish } from "@/data/outbox";
import { useOutbox } from "@/data/outbox-context";
import { href } from "@/nav/routes";
import { Button } from "@/ui/Button";
import { Note } from "@/ui/Note";
import { Page } from "@/ui/Page";

/** A wish for a turn: it waits, or this is what became of it. What was sent already cannot be taken back unheard. */
export function WishSaved({ wish, inmateId }: { wish: Wish; inmateId: string }) {
  const { t } = useLingui();
  const { outbox } = useOutbox();
  const drop = () => void outbox.drop(wish.requestId);
  const asked = wish.about.asked !== undefined;
  const title = {
    waiting: asked ? t`Falta la respuesta` : t`Su pedido está guardado`,
    done: t`Su visita está reservada`,
    refused: t`No se pudo reservar`,
  }[wish.state];
  const about = wish.about.words ?? "";
  return (
    <Page title={title} up={href("bookFor", { inmate: inmateId })}>
      {wish.state === "waiting" ? (
        <>
          <Note tone="warn" icon="clock" title={about}>
            {asked ? (
              <Trans>
                No sabemos todavía si quedó reservada. El celular lo preguntará otra vez cuando haya señal, y
                no se reserva dos veces. La respuesta estará en Inicio.
              </Trans>
            ) : (
              <Trans>
                Todavía no es una reserva. Se enviará una sola vez, cuando haya señal. La respuesta estará en
                Inicio.
              </Trans>
            )}
          </Note>
          <Button icon="home" to={href("home")}>
            <Trans>Ir a Inicio</Trans>
          </Button>
          {asked ? null : (
            <Button look="danger" onPress={drop}>
              <Trans>Ya no quiero este pedido</Trans>
            </Button>
          )}
        </>
      ) : null}
      {wish.state === "done" ? (
        <>
          <Note tone="good" title={about}>
            <Trans>Llegó su pedido y el lugar es suyo.</Trans>
          </Note>
          <Button icon="pass" to={href("visits")}>
            <Trans>Ver mis visitas y el pase</Trans>
          </Button>
        </>
      ) : null}
      {wish.state === "refused" ? (
        <>
          <Note tone="bad" title={about} urgent>
            {wish.problem?.message || t`No se pudo.`}
          </Note>
          <Button icon="calendar" to={href("bookFor", { inmate: inmateId })}>
            <Trans>Elegir otro turno</Trans>
          </Button>
        </>
      ) : null}
    </Page>
  );
}
