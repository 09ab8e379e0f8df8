import { Trans, useLingui } from "@lingui/react/macro";
import { Visit } from "@/data/gen/documents";
import { useRead } from "@/data/reads";
import { hours, longDay } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Note } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { Words } from "@/ui/Words";
import { useAdviceAhead } from "../advice/useAdviceAhead";
import type { Inmate } from "./party";
import type { Booked } from "./useBooking";

/** It is booked: the code to write down, and what comes next. */
export function BookedPage({ booked, inmate }: { booked: Booked; inmate: Inmate }) {
  const { t } = useLingui();
  // Read once now, so that the pass opens without signal from the first minute on.
  const visit = useRead(Visit, { id: booked.id }, { keep: true });
  const { id, reference, visitOn, startsAt, endsAt } = booked;
  const establishment = inmate.establishment?.id;
  useAdviceAhead(establishment ?? "", visitOn, establishment !== undefined && !visit.refreshing);
  // Who comes back finds the visit: on this turn's own screen the places would be asked for once more, and refused.
  const leaving = href("visit", { id });
  return (
    <Page title={t`Su visita está reservada`}>
      <Card label={t`Código de su visita`}>
        <Words as="small" centred>
          <Trans>Código de su visita</Trans>
        </Words>
        <Words as="huge" centred selectable>
          {reference}
        </Words>
        <Words as="strong" centred>
          {longDay(visitOn)}
        </Words>
        <Words centred>{hours(startsAt, endsAt)}</Words>
      </Card>
      <Note tone="good">
        <Trans>Anote el código en un papel, o imprima el pase: el celular no entra.</Trans>
      </Note>
      <Button icon="pass" leaving={leaving} to={href("pass", { id })}>
        <Trans>Ver el pase</Trans>
      </Button>
      {establishment ? (
        <Button
          look="quiet"
          icon="bag"
          leaving={leaving}
          to={href("advice", { establishment, day: visitOn })}
        >
          <Trans>Qué llevar y cómo ir</Trans>
        </Button>
      ) : null}
      <Button look="quiet" icon="home" leaving={leaving} to={href("home")}>
        <Trans>Ir a Inicio</Trans>
      </Button>
    </Page>
  );
}
