import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { useAct } from "@/data/acts";
import { Me, UseRecoveryCode } from "@/data/gen/documents";
import { useRead } from "@/data/reads";
import { signOut } from "@/data/session";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Field } from "@/ui/Field";
import { Outcome } from "@/ui/Outcome";
import { Page } from "@/ui/Page";
import { Words } from "@/ui/Words";

const EVERY = 15_000;

/** A phone the account does not know yet: three ways to make it a trusted one, and it looks by itself whether it is. */
export function TrustDevice({ onTrusted }: { onTrusted: () => void }) {
  const { t } = useLingui();
  const read = useRead(Me, {});
  const me = read.data?.me;
  const trusted = me?.__typename === "Me" && !me.provisional;
  const { refresh } = read;
  useEffect(() => {
    const timer = setInterval(refresh, EVERY);
    return () => clearInterval(timer);
  }, [refresh]);
  useEffect(() => {
    if (trusted) onTrusted();
  }, [trusted, onTrusted]);
  return (
    <Page title={t`Este celular es nuevo`}>
      <Words>
        <Trans>Para cuidar a su familia, primero confirme que este celular es suyo. Hay tres maneras:</Trans>
      </Words>
      <Card>
        <Words as="heading">
          <Trans>1. Con su celular anterior</Trans>
        </Words>
        <Words>
          <Trans>Ahí, en Inicio, verá este código. Toque «Confirmar».</Trans>
        </Words>
        <Words as="huge" selectable centred>
          {me?.__typename === "Me" ? (me.deviceCode ?? "…") : "…"}
        </Words>
      </Card>
      <Recovery onTrusted={onTrusted} />
      <Card>
        <Words as="heading">
          <Trans>3. En la oficina de visitas</Trans>
        </Words>
        <Words>
          <Trans>Muestre su documento y el código de arriba.</Trans>
        </Words>
      </Card>
      <Button look="quiet" busy={read.refreshing} onPress={read.refresh}>
        <Trans>Ya lo confirmé</Trans>
      </Button>
      <Button look="quiet" onPress={() => void signOut()}>
        <Trans>Salir</Trans>
      </Button>
    </Page>
  );
}

function Recovery({ onTrusted }: { onTrusted: () => void }) {
  const { t } = useLingui();
  const [code, setCode] = useState("");
  const [next, setNext] = useState<string>();
  const use = useAct(UseRecoveryCode);
  return (
    <Card>
      <Words as="heading">
        <Trans>2. Con el código que guardó</Trans>
      </Words>
      {next ? (
        <>
          <Words>
            <Trans>Listo. Ese código ya no sirve; guarde este nuevo:</Trans>
          </Words>
          <Words as="huge" selectable centred>
            {next}
          </Words>
          <Button onPress={onTrusted}>
            <Trans>Ya lo guardé</Trans>
          </Button>
        </>
      ) : (
        <>
          <Field
            label={t`Código guardado`}
            value={code}
            onChange={setCode}
            autoCapitalize="characters"
            autoComplete="off"
          />
          <Outcome of={use} />
          <Button
            look="quiet"
            busy={use.busy}
            onPress={() => void use.run({ code }).then((done) => done && setNext(done.recoveryCode))}
          >
            <Trans>Usar este código</Trans>
          </Button>
        </>
      )}
    </Card>
  );
}
