import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { setDiscretion } from "@/data/discretion";
import { Me, type MeQuery, SetPreferences } from "@/data/gen/documents";
import { useRefresh } from "@/data/reads";
import { useProfile } from "@/data/session";
import { Button } from "@/ui/Button";
import { Switch } from "@/ui/Choice";
import { Note } from "@/ui/Note";
import { Outcome } from "@/ui/Outcome";
import { Words } from "@/ui/Words";
import { clockOf, HourField, hourOf } from "./HourField";

type Preferences = NonNullable<Extract<MeQuery["me"], { __typename: "Me" }>["preferences"]>;

/** What an account begins with. */
const NIGHT = { from: 21, to: 7 };

/** Both wishes of an account, saved together. */
export function QuietForm({ preferences }: { preferences: Preferences }) {
  const { t } = useLingui();
  const profile = useProfile();
  const refresh = useRefresh();
  const act = useAct(SetPreferences);
  const [discreet, setDiscreet] = useState(preferences.discreet);
  const [quiet, setQuiet] = useState(preferences.quietFrom !== null);
  const [from, setFrom] = useState(hourOf(preferences.quietFrom) ?? NIGHT.from);
  const [to, setTo] = useState(hourOf(preferences.quietTo) ?? NIGHT.to);
  const [saved, setSaved] = useState(false);
  const same = quiet && from === to;
  const changed =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      setSaved(false);
      set(value);
    };
  const save = async () => {
    if (same) return;
    const hours = { quietFrom: quiet ? clockOf(from) : null, quietTo: quiet ? clockOf(to) : null };
    const done = await act.run({ discreet, ...hours });
    if (!done) return;
    await setDiscretion(profile, done.discreet);
    setSaved(true);
    refresh(Me);
  };
  return (
    <>
      <Words as="heading">
        <Trans>Discreción</Trans>
      </Words>
      <Switch label={t`Modo discreto`} value={discreet} onChange={changed(setDiscreet)} />
      <Words>
        <Trans>
          Los avisos fuera de la aplicación no dicen de qué se trata. En este celular no se ve nada hasta que
          toque «Mostrar», y arriba solo dice «Encuentro».
        </Trans>
      </Words>
      <Words as="heading">
        <Trans>Horas sin avisos</Trans>
      </Words>
      <Switch label={t`No avisarme a ciertas horas`} value={quiet} onChange={changed(setQuiet)} />
      {quiet ? (
        <>
          <HourField label={t`Desde las`} value={from} onChange={changed(setFrom)} />
          <HourField label={t`Hasta las`} value={to} onChange={changed(setTo)} />
        </>
      ) : null}
      {same ? (
        <Note tone="bad" urgent>
          <Trans>Elija dos horas distintas.</Trans>
        </Note>
      ) : null}
      <Words as="small">
        <Trans>
          Lo que pase a esas horas se lo avisamos después. Aquí lo ve siempre. Es la hora de Lima.
        </Trans>
      </Words>
      <Outcome of={act} />
      {saved ? (
        <Note tone="good" urgent>
          <Trans>Guardado.</Trans>
        </Note>
      ) : null}
      <Button busy={act.busy} onPress={() => void save()}>
        <Trans>Guardar</Trans>
      </Button>
    </>
  );
}
