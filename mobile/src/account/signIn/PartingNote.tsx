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
