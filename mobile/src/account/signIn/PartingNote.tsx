import { Trans } from "@lingui/react/macro";
import type { Parting } from "@/data/session";
import { Note } from "@/ui/Note";

/** Why somebody stands at the door again who was in. */
export function PartingNote({ parting }: { parting: Exclude<Parting, { why: "erased" }> }) {
  return (
    <Note tone="warn" urgent>
      {parting.why === "pin" ? (
        <Trans>
          Hubo demasiados intentos con un PIN equivocado. Por seguridad borramos lo que este celular guardaba.
          Entre otra vez. Las visitas reservadas no cambian.
        </Trans>
      ) : parting.why === "forgotten" ? (
        <Trans>Listo. Ahora entre otra vez, como la primera.</Trans>
      ) : parting.why === "unheard" ? (
        <Trans>
          Salió, y este celular ya no guarda nada suyo. Pero no hubo señal: el servicio todavía no lo sabe y
          su sesión sigue abierta ahí hasta 30 días. Con esta app nadie puede usarla. Para cerrarla antes,
          cuando haya señal entre otra vez y ciérrela en Ajustes, Celulares y sesiones.
        </Trans>
      ) : parting.why === "perhapsErased" ? (
        <Trans>
          Usted pidió borrar su cuenta y no nos llegó la respuesta. Su sesión ya terminó, así que lo más
          probable es que esté borrada. Para saberlo, entre con su número: si se borró, empezará una cuenta
          nueva y vacía.
        </Trans>
      ) : parting.kind === "staff" ? (
        <Trans>
          Su sesión terminó. Entre otra vez con su documento, su contraseña y el código de su autenticador. Lo
          que no llegó a enviarse se hace de nuevo.
        </Trans>
      ) : (
        <Trans>
          Su sesión terminó. Entre otra vez: cerrar una sesión no cancela visitas. Un pedido que no llegó a
          enviarse se hace de nuevo.
        </Trans>
      )}
    </Note>
  );
}
