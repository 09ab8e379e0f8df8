import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { EndCalendar, MyCalendar, RenewCalendar } from "@/data/gen/family/events";
import { useRead, useRefresh } from "@/data/reads";
import { moment } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { focusHeading } from "@/platform/screen";
import { Await } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { Confirm } from "@/ui/Confirm";
import { Outcome } from "@/ui/Outcome";
import { Page } from "@/ui/Page";
import { Words } from "@/ui/Words";
import { NewAddress } from "./NewAddress";

/** The private address from which a phone's own calendar reads this family's activities: made, changed and ended here. */
export function CalendarScreen() {
  const { t } = useLingui();
  const read = useRead(MyCalendar, {});
  const renewing = useAct(RenewCalendar);
  const ending = useAct(EndCalendar);
  const refresh = useRefresh();
  const [address, setAddress] = useState<string>();
  const renew = async () => {
    const done = await renewing.run({});
    if (!done) return;
    setAddress(done.address);
    refresh(MyCalendar);
    focusHeading();
  };
  const end = async () => {
    if (!(await ending.run({}))) return;
    setAddress(undefined);
    refresh(MyCalendar);
    focusHeading();
  };
  return (
    <Page title={t`Calendario de su celular`} up={href("events")}>
      <WhatItShows />
      {address ? <NewAddress address={address} /> : null}
      <Await read={read}>
        {({ myCalendar: { since } }) => (
          <>
            <Since since={since} />
            <Outcome of={renewing} />
            {since === null ? (
              <Button icon="plus" busy={renewing.busy} onPress={() => void renew()}>
                <Trans>Crear el enlace</Trans>
              </Button>
            ) : (
              <Renew key={`renew ${since}`} busy={renewing.busy} onYes={() => void renew()} />
            )}
            <Outcome of={ending} />
            {since === null ? null : <End key={`end ${since}`} busy={ending.busy} onYes={() => void end()} />}
          </>
        )}
      </Await>
    </Page>
  );
}

function WhatItShows() {
  return (
    <>
      <Words>
        <Trans>
          Con un enlace, el calendario que ya usa muestra el día y la hora de las actividades a las que su
          familia va o espera ir. Si algo cambia o se cancela, el calendario también cambia.
        </Trans>
      </Words>
      <Words>
        <Trans>
          Ahí solo se lee «Encuentro: cita». No muestra de qué actividad se trata, ni el lugar, ni nombres, ni
          sus visitas.
        </Trans>
      </Words>
    </>
  );
}

function Since({ since }: { since: string | null }) {
  const when = since ? moment(since) : "";
  return (
    <Words as="small" live="polite">
      {since ? <Trans>Tiene un enlace. Se creó {when}</Trans> : <Trans>Todavía no tiene un enlace.</Trans>}
    </Words>
  );
}

type Asked = { busy: boolean; onYes: () => void };

function Renew({ busy, onYes }: Asked) {
  const { t } = useLingui();
  return (
    <Confirm
      label={t`Cambiar el enlace`}
      icon="lock"
      yes={t`Sí, cambiar el enlace`}
      danger={false}
      busy={busy}
      onYes={onYes}
    >
      <Trans>
        El enlace de antes dejará de funcionar y verá uno nuevo. Hágalo si lo perdió o si otra persona lo vio.
      </Trans>
    </Confirm>
  );
}

function End({ busy, onYes }: Asked) {
  const { t } = useLingui();
  return (
    <Confirm label={t`Quitar el enlace`} icon="cross" yes={t`Sí, quitar el enlace`} busy={busy} onYes={onYes}>
      <Trans>
        El calendario de su celular dejará de mostrar sus actividades. Puede crear otro enlace cuando quiera.
      </Trans>
    </Confirm>
  );
}
