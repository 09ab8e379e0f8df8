import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { lock, signOut, useProfile } from "@/data/session";
import { unsentBy } from "@/data/unsent";
import { LANGUAGES, type Language } from "@/l10n/languages";
import { go } from "@/nav/history";
import { href } from "@/nav/routes";
import { Button } from "@/ui/Button";
import { Card, List } from "@/ui/Card";
import { Confirm } from "@/ui/Confirm";
import { Page } from "@/ui/Page";
import { Row } from "@/ui/Row";
import { Words } from "@/ui/Words";
import { VERSION } from "./version";

/** Where everything about one's own account is, and the way out. */
export function SettingsScreen() {
  const { t, i18n } = useLingui();
  const { kind, name, hasPin } = useProfile();
  const family = kind === "family";
  return (
    <Page title={t`Ajustes`}>
      <List label={t`Ajustes`}>
        <Row
          icon="speech"
          title={t`Idioma`}
          note={LANGUAGES[i18n.locale as Language]}
          to={href("language")}
        />
        {family ? (
          <Row
            icon="clock"
            title={t`Discreción y horas sin avisos`}
            note={t`Qué se ve y cuándo le avisamos`}
            to={href("quiet")}
          />
        ) : null}
        <Row
          icon="lock"
          title={t`PIN y personas de este celular`}
          note={hasPin ? t`${name}, con PIN` : t`${name}, sin PIN`}
          to={href("pin")}
        />
        <Row
          icon="phone"
          title={t`Celulares y sesiones`}
          note={t`Dónde está abierta su cuenta`}
          to={href("devices")}
        />
        {family ? (
          <Row
            icon="people"
            title={t`Quién actúa por quién`}
            note={t`Por quiénes reserva usted`}
            to={href("acting")}
          />
        ) : null}
        {family ? (
          <Row icon="bell" title={t`Avisos`} note={t`Cuáles le llegan y cómo`} to={href("choices")} />
        ) : null}
        {family ? (
          <Row
            icon="people"
            title={t`Quien me ayuda`}
            note={t`Quién más recibe sus avisos`}
            to={href("helpers")}
          />
        ) : null}
        {family ? (
          <Row
            icon="calendar"
            title={t`Calendario de su celular`}
            note={t`Los días y horas de sus actividades`}
            to={href("calendarLink")}
          />
        ) : null}
        {family ? (
          <Row
            icon="person"
            title={t`Mis datos`}
            note={t`Guardar una copia o borrar la cuenta`}
            to={href("myData")}
          />
        ) : null}
      </List>
      {hasPin ? (
        <Button look="quiet" icon="lock" onPress={() => void lock()}>
          <Trans>Cerrar con PIN</Trans>
        </Button>
      ) : null}
      <Leaving />
      <About />
    </Page>
  );
}

function Leaving() {
  const { t } = useLingui();
  const profile = useProfile();
  const [unsent, setUnsent] = useState(0);
  useEffect(() => {
    void unsentBy(profile).then(setUnsent);
  }, [profile]);
  const [busy, setBusy] = useState(false);
  const leave = async () => {
    setBusy(true);
    await signOut();
    // Whoever comes in next begins at the beginning.
    go(href("home"), { replace: true });
  };
  return (
    <Confirm label={t`Salir de la cuenta`} yes={t`Sí, salir`} busy={busy} onYes={() => void leave()}>
      {profile.kind === "family" ? (
        <Trans>
          Se borra lo que este celular guarda de usted. Sus reservas no cambian. Para volver necesita un
          código.
        </Trans>
      ) : unsent > 0 ? (
        <Plural
          value={unsent}
          one="Falta enviar # registro. Se queda cerrado en este celular hasta que usted vuelva a entrar aquí. Si puede, espere a tener señal."
          other="Falta enviar # registros. Se quedan cerrados en este celular hasta que usted vuelva a entrar aquí. Si puede, espere a tener señal."
        />
      ) : (
        <Trans>Se borra lo que este celular guarda de usted. Para volver necesita su contraseña.</Trans>
      )}
    </Confirm>
  );
}

function About() {
  return (
    <Card>
      <Words as="heading">
        <Trans>Qué es Encuentro</Trans>
      </Words>
      <Words>
        <Trans>Sirve para pedir, ver y cambiar sus visitas sin hacer cola.</Trans>
      </Words>
      <Words>
        <Trans>Es gratis. Si alguien le cobra, no le pague: avise en la oficina de visitas.</Trans>
      </Words>
      <Words as="small">
        <Trans>Versión {VERSION}</Trans>
      </Words>
    </Card>
  );
}
