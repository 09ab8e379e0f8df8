import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { lock, useProfile } from "@/data/session";
import { href } from "@/nav/routes";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Note, State } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { Words } from "@/ui/Words";
import { NewPin } from "./NewPin";
import { PeopleOfPhone } from "./PeopleOfPhone";
import { RemovePin } from "./RemovePin";
import { Rename } from "./Rename";

type Task = "set" | "remove";
type Done = "set" | "changed" | "removed";

/** Who uses this phone, and what keeps them apart. */
export function PinScreen() {
  const { t } = useLingui();
  const { hasPin } = useProfile();
  const [task, setTask] = useState<Task>();
  const [done, setDone] = useState<Done>();
  const begin = (next: Task) => {
    setDone(undefined);
    setTask(next);
  };
  const finish = (what?: Done) => {
    setTask(undefined);
    setDone(what);
  };
  const words = {
    set: t`Listo: ya tiene PIN.`,
    changed: t`Listo: el PIN cambió.`,
    removed: t`Listo: ya no pide PIN.`,
  };
  return (
    <Page title={t`PIN y personas`} up={href("settings")}>
      <Card label={t`PIN`}>
        <Words as="heading">
          <Trans>Su PIN</Trans>
        </Words>
        <State tone={hasPin ? "good" : "plain"} icon="lock">
          {hasPin ? t`Con PIN` : t`Sin PIN`}
        </State>
        {done ? (
          <Note tone="good" urgent>
            {words[done]}
          </Note>
        ) : null}
        {task === "set" ? <NewPin onDone={finish} /> : null}
        {task === "remove" ? <RemovePin onDone={finish} /> : null}
        {task ? null : (
          <>
            <Button look={hasPin ? "quiet" : "main"} icon="lock" onPress={() => begin("set")}>
              {hasPin ? <Trans>Cambiar el PIN</Trans> : <Trans>Poner un PIN</Trans>}
            </Button>
            {hasPin ? (
              <Button look="quiet" onPress={() => begin("remove")}>
                <Trans>Quitar el PIN</Trans>
              </Button>
            ) : null}
            {hasPin ? (
              <Button look="quiet" onPress={() => void lock()}>
                <Trans>Cerrar con PIN ahora</Trans>
              </Button>
            ) : null}
          </>
        )}
      </Card>
      <What />
      <Rename />
      <PeopleOfPhone />
    </Page>
  );
}

function What() {
  return (
    <Card>
      <Words as="heading">
        <Trans>Qué cuida el PIN, y qué no</Trans>
      </Words>
      <Words>
        <Trans>
          Sí: quien tome este celular no verá sus visitas ni sus personas. El PIN se pide al abrir, y otra vez
          después de cinco minutos sin mirar la aplicación.
        </Trans>
      </Words>
      <Words>
        <Trans>
          No: quien tenga su chip puede entrar con un código SMS. Quien mira la pantalla abierta, la ve. Y a
          alguien con máquinas y mucho tiempo un PIN corto no lo detiene: uno largo cuida más.
        </Trans>
      </Words>
      <Words>
        <Trans>
          Después de 8 PIN equivocados se borra lo que este celular guarda de usted. Si lo olvida, entre con
          un código. Sus reservas no cambian.
        </Trans>
      </Words>
    </Card>
  );
}
