import { useLingui } from "@lingui/react/macro";
import { href } from "@/nav/routes";
import { List } from "@/ui/Card";
import { Row } from "@/ui/Row";
import { thisYear } from "./YearBar";

/** The ways to what programmes have and what a year came to. */
export function CultureDoors() {
  const { t } = useLingui();
  const year = thisYear();
  return (
    <List label={t`Lo que tienen los programas`}>
      <Row
        icon="people"
        title={t`Elencos`}
        note={t`Orquestas, coros, teatro: quiénes los integran y qué presentan.`}
        to={href("ensembles")}
      />
      <Row
        icon="office"
        title={t`Aliados y aportes`}
        note={t`Quiénes ayudan, en dinero o en bienes.`}
        to={href("partners", { year })}
      />
      <Row
        icon="coin"
        title={t`Presupuesto`}
        note={t`Lo planeado y lo gastado, por fuente.`}
        to={href("budget", { year })}
      />
      <Row
        icon="calendar"
        title={t`El año en cifras`}
        note={t`Fechas, público, participantes y dinero; y el informe anual.`}
        to={href("cultureYear", { year })}
      />
    </List>
  );
}
