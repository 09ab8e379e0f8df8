import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { type Copied, copy } from "@/platform/copy";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Note } from "@/ui/Note";
import { Words } from "@/ui/Words";

/** The address, this one time: to copy, and where to put it. */
export function NewAddress({ address }: { address: string }) {
  const { t } = useLingui();
  const [copied, setCopied] = useState<Copied>();
  const saidOf: Record<Copied | "not yet", string> = {
    "not yet": "",
    copied: t`Copiado.`,
    // The system shows by itself what it did.
    offered: "",
    failed: t`No se pudo copiar. Mantenga apretado el enlace y cópielo.`,
  };
  return (
    <Card label={t`Su enlace`}>
      <Note tone="warn" urgent title={t`Cópielo ahora`}>
        <Trans>No lo volveremos a mostrar. No se lo dé a nadie: quien lo tiene ve esos días y horas.</Trans>
      </Note>
      <Words selectable>{address}</Words>
      <Button icon="bag" onPress={() => void copy(address).then(setCopied)}>
        <Trans>Copiar el enlace</Trans>
      </Button>
      <Words live="polite">{saidOf[copied ?? "not yet"]}</Words>
      <Words>
        <Trans>
          En el calendario de su celular, busque «Agregar calendario con enlace» o «Suscribirse a un
          calendario» y pegue el enlace.
        </Trans>
      </Words>
    </Card>
  );
}
