import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useState } from "react";
import { longDay } from "@/l10n/dates";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Note } from "@/ui/Note";
import type { Shape } from "@/ui/shapes";
import { useTheme } from "@/ui/theme";
import { Words } from "@/ui/Words";
import { Facts } from "../parts/Facts";
import { regimeWords, stageWords, statusWords } from "../words";
import { ClaimCodeForm } from "./ClaimCodeForm";
import { Events } from "./events/Events";
import { RecordEventForm } from "./events/RecordEventForm";
import { RestrictForm } from "./restrictions/RestrictForm";
import { Restrictions } from "./restrictions/Restrictions";
import { Ties } from "./ties/Ties";
import type { Inmate } from "./useFound";

type Doing = "claim" | "event" | "restrict";

/** One person: what is known, what can be done, what happened, who is tied to them. */
export function InmateScreen({ inmate }: { inmate: Inmate }) {
  const { t } = useLingui();
  const [doing, setDoing] = useState<Doing>();
  const [said, setSaid] = useState<string>();
  const done = (words: string) => {
    setSaid(words);
    setDoing(undefined);
  };
  const forms: Record<Doing, { label: string; icon: Shape; form: ReactNode }> = {
    claim: {
      label: t`Entregar un código a un familiar`,
      icon: "pass",
      form: <ClaimCodeForm inmate={inmate} />,
    },
    event: {
      label: t`Registrar un hecho`,
      icon: "plus",
      form: <RecordEventForm inmate={inmate} onDone={done} />,
    },
    restrict: {
      label: t`Poner una restricción`,
      icon: "lock",
      form: <RestrictForm inmate={inmate} onDone={done} />,
    },
  };
  const open = (next: Doing | undefined) => {
    setSaid(undefined);
    setDoing(next);
  };
  return (
    <>
      <Known inmate={inmate} />
      {said ? (
        <Note tone="good" urgent>
          {said}
        </Note>
      ) : null}
      {doing ? (
        <>
          {forms[doing].form}
          <Button look="quiet" onPress={() => open(undefined)}>
            <Trans>Cerrar</Trans>
          </Button>
        </>
      ) : (
        (Object.keys(forms) as Doing[]).map((each) => (
          <Button key={each} look="quiet" icon={forms[each].icon} onPress={() => open(each)}>
            {forms[each].label}
          </Button>
        ))
      )}
      <Ties inmate={inmate} />
      <Restrictions inmate={inmate} />
      <Events inmate={inmate} />
    </>
  );
}

function Known({ inmate }: { inmate: Inmate }) {
  const { t } = useLingui();
  const { wide } = useTheme();
  const since = longDay(inmate.since);
  const status = statusWords(inmate.status);
  return (
    <Card label={t`Datos`}>
      {wide ? <Words as="heading">{`${inmate.givenNames} ${inmate.surnames}`}</Words> : null}
      {inmate.held ? null : (
        <Note tone="warn">
          <Trans>{status}: ahora no recibe visitas aquí.</Trans>
        </Note>
      )}
      <Facts
        of={[
          [t`Número de registro`, inmate.registerNumber],
          [t`Año de nacimiento`, inmate.bornYear ? String(inmate.bornYear) : null],
          [t`Pabellón`, inmate.pavilion],
          [t`Régimen`, regimeWords(inmate.regime)],
          [t`Etapa`, inmate.stage ? stageWords(inmate.stage) : null],
          [t`Situación`, t`${status}, desde el ${since}`],
        ]}
      />
    </Card>
  );
}
