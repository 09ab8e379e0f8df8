import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { useAct } from "@/data/acts";
import { ForgetPushDevice } from "@/data/gen/documents";
import { useKept } from "@/data/kept";
import { PUSH, type Push, stopPushing, tellAddress } from "@/data/pushing";
import { useProfile } from "@/data/session";
import { back } from "@/nav/history";
import { href } from "@/nav/routes";
import { askForPushes, openSystemSettings, PUSHES, pushPermission } from "@/platform/push";
import { Button } from "@/ui/Button";
import { Confirm } from "@/ui/Confirm";
import { Note, State } from "@/ui/Note";
import { Outcome } from "@/ui/Outcome";
import { Page } from "@/ui/Page";
import { Words } from "@/ui/Words";

type Standing = "unknown" | "off" | "on" | "waiting" | "forbidden";

/** Whether this phone is told outside of the app: what will be seen and what not, before the system asks. */
export function PushScreen() {
  const { t } = useLingui();
  const profile = useProfile();
  const forget = useAct(ForgetPushDevice);
  const [standing, setStanding] = useState<Standing>("unknown");
  const [, keep] = useKept<Push>(PUSH);
  useEffect(() => {
    void standingOf(profile).then(setStanding);
  }, [profile]);
  const allow = async () => {
    if (!(await askForPushes(t`Avisos`))) return setStanding("forbidden");
    await profile.write(PUSH, { on: true } satisfies Push);
    setStanding((await tellAddress(profile)) ? "on" : "waiting");
  };
  const stop = async () => {
    if (!(await forget.run({}))) return;
    await stopPushing(profile);
    setStanding("off");
  };
  const later = () => {
    keep({ on: false });
    back(href("choices"));
  };
  return (
    <Page title={t`Avisos en este celular`} up={href("choices")}>
      {PUSHES ? (
        <>
          <WhatIsSeen />
          <Stands standing={standing} />
          {standing === "off" ? (
            <>
              <Button icon="bell" onPress={() => void allow()}>
                <Trans>Permitir avisos</Trans>
              </Button>
              <Button look="quiet" onPress={later}>
                <Trans>Ahora no</Trans>
              </Button>
            </>
          ) : null}
          {standing === "on" || standing === "waiting" ? (
            <Confirm
              label={t`Quitar los avisos`}
              yes={t`Sí, quitar`}
              busy={forget.busy}
              onYes={() => void stop()}
            >
              <Trans>Este celular ya no le avisará. En la aplicación los verá igual.</Trans>
            </Confirm>
          ) : null}
          <Outcome of={forget} />
        </>
      ) : (
        <Note>
          <Trans>
            Aquí los avisos se ven al abrir la aplicación. Los más importantes pueden llegar por mensaje de
            texto.
          </Trans>
        </Note>
      )}
    </Page>
  );
}

function WhatIsSeen() {
  return (
    <>
      <Words>
        <Trans>
          Su celular puede sonar cuando algo cambia en sus visitas, aunque la aplicación esté cerrada.
        </Trans>
      </Words>
      <Words>
        <Trans>
          Se verá el nombre «Encuentro» y una frase corta. No se verán nombres, lugares, fechas ni dinero.
        </Trans>
      </Words>
      <Words>
        <Trans>Para leer el aviso hay que abrir la aplicación, y poner el PIN si usted lo tiene.</Trans>
      </Words>
      <Words as="small">
        <Trans>Si varias personas usan este celular, los avisos son de quien entró al último.</Trans>
      </Words>
    </>
  );
}

function Stands({ standing }: { standing: Standing }) {
  const { t } = useLingui();
  if (standing === "on") return <State tone="good">{t`Este celular le avisa`}</State>;
  if (standing === "waiting") {
    return (
      <Note tone="warn" icon="clock" urgent>
        <Trans>Falta señal para terminar. Se hará solo cuando abra la aplicación con señal.</Trans>
      </Note>
    );
  }
  if (standing !== "forbidden") return null;
  return (
    <Note
      tone="warn"
      urgent
      action={
        <Button look="quiet" onPress={openSystemSettings}>
          <Trans>Abrir los ajustes del celular</Trans>
        </Button>
      }
    >
      <Trans>El celular no nos deja avisarle. Puede permitirlo en los ajustes del celular.</Trans>
    </Note>
  );
}

async function standingOf(profile: ReturnType<typeof useProfile>): Promise<Standing> {
  const push = await profile.read<Push>(PUSH);
  const permission = await pushPermission();
  if (permission === "refused") return "forbidden";
  if (!push?.on || permission !== "granted") return "off";
  return push.value ? "on" : "waiting";
}
