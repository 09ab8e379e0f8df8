import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { Me, RequestErasureCode } from "@/data/gen/documents";
import { useRead } from "@/data/reads";
import { Button } from "@/ui/Button";
import { Note } from "@/ui/Note";
import { Outcome } from "@/ui/Outcome";
import { Words } from "@/ui/Words";
import { EraseCode } from "./EraseCode";

type Sent = { challengeId: string; resendAfter: string };

/** First a code to the account's own number, then the erasing itself. */
export function EraseAccount({ onBack }: { onBack: () => void }) {
  const { t } = useLingui();
  const read = useRead(Me, {});
  const request = useAct(RequestErasureCode);
  const [sent, setSent] = useState<Sent>();
  const me = read.data?.me;
  const ending = (me?.__typename === "Me" && me.phoneEnding) || "";
  const phone = ending ? t`al celular que termina en ${ending}` : t`a su celular`;
  const ask = async () => {
    const done = await request.run({});
    if (done) setSent(done);
  };
  return (
    <>
      {sent ? (
        <EraseCode phone={phone} sent={sent} resend={() => void ask()} resending={request} onBack={onBack} />
      ) : (
        <>
          <Note tone="warn">
            <Trans>
              Va a borrar su cuenta y a cancelar sus visitas por venir. No se puede deshacer. Si solo quiere
              cerrar aquí, use «Salir de la cuenta».
            </Trans>
          </Note>
          <Words>
            <Trans>Para saber que es usted, enviaremos un código {phone}.</Trans>
          </Words>
          <Outcome of={request} />
          <Button look="danger" busy={request.busy} onPress={() => void ask()}>
            <Trans>Enviar el código para borrar</Trans>
          </Button>
          <Button look="quiet" onPress={onBack}>
            <Trans>No, conservar mi cuenta</Trans>
          </Button>
        </>
      )}
    </>
  );
}
