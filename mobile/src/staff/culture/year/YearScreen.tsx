import { Trans, useLingui } from "@lingui/react/macro";
import { View } from "react-native";
import { CultureYear } from "@/data/gen/staff/culture";
import { useRead } from "@/data/reads";
import { soles } from "@/l10n/money";
import { href } from "@/nav/routes";
import { Await, Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Page } from "@/ui/Page";
import { themed } from "@/ui/theme";
import { Words } from "@/ui/Words";
import { useOffice } from "../../office/office";
import { Facts } from "../../parts/Facts";
import { grouped, hoursWords } from "../../workmonth/amounts";
import { isEmpty, sum, type Year } from "../figures";
import { thisYear, YearBar } from "../YearBar";
import { AudienceChart, KindsChart, MoneyChart, MonthsChart, PartnersChart, PeopleChart } from "./charts";

/** What a year's activities came to, in figures and charts. */
export function YearScreen({ year }: { year: number }) {
  const { t } = useLingui();
  const { id } = useOffice();
  const read = useRead(CultureYear, { establishmentId: id, year });
  return (
    <Page title={t`El año en cifras`} broad up={href("programmes")}>
      <YearBar year={year} to={(other) => href("cultureYear", { year: other })} />
      <Await read={read}>
        {({ cultureYear }) => (isEmpty(cultureYear) ? <Nothing year={year} /> : <Whole of={cultureYear} />)}
      </Await>
      <Button look="quiet" icon="card" to={href("cultureReport", { year: String(year) })}>
        <Trans>El informe de este año</Trans>
      </Button>
    </Page>
  );
}

/** A year of which nothing is known, and what to do about it. */
function Nothing({ year }: { year: number }) {
  const past = year < Number(thisYear());
  return (
    <Empty
      action={
        <Button look="quiet" to={past ? href("budget", { year: String(year) }) : href("newEvent")}>
          {past ? <Trans>Anotar lo que se gastó</Trans> : <Trans>Preparar una actividad</Trans>}
        </Button>
      }
    >
      {past ? (
        <Trans>
          De {year} no hay nada anotado. Las cifras salen de las actividades publicadas, de lo que se cuenta
          en la puerta, de las hojas de participación y del presupuesto.
        </Trans>
      ) : (
        <Trans>
          De {year} todavía no hay nada. Prepare una actividad: cuando se realice, sus cifras aparecen aquí
          solas.
        </Trans>
      )}
    </Empty>
  );
}

function Whole({ of }: { of: Year }) {
  const styles = useStyles();
  const charts = [
    <MonthsChart key="months" of={of} />,
    <AudienceChart key="audience" of={of} />,
    <PeopleChart key="people" of={of} />,
    <KindsChart key="kinds" of={of} />,
    <MoneyChart key="money" of={of.sources} planned={of.planned} spent={of.spent} />,
    <PartnersChart key="partners" of={of} />,
  ];
  return (
    <>
      <Sums of={of} />
      <View style={styles.charts}>
        {charts.map((each) => (
          <View key={each.key} style={styles.chart}>
            {each}
          </View>
        ))}
      </View>
    </>
  );
}

function Sums({ of }: { of: Year }) {
  const { t } = useLingui();
  const some = (count: number) => (count > 0 ? grouped(count) : "");
  return (
    <Card label={t`En total`}>
      <Words as="heading">
        <Trans>En total</Trans>
      </Words>
      <Facts
        of={[
          [t`Actividades`, grouped(of.events)],
          [t`Fechas realizadas`, grouped(of.held)],
          [t`Fechas canceladas`, some(of.calledOff)],
          [t`Fechas por venir`, some(of.toCome)],
          [t`Público`, grouped(sum(of.audience, (each) => each.adults + each.children))],
          [t`Personas que participaron`, grouped(of.beneficiaries)],
          [t`Participaciones`, grouped(of.parts)],
          [t`Horas de participación`, hoursWords(of.minutes)],
          [t`Elencos`, some(of.ensembles)],
          [t`Constancias de horas`, some(of.certificates)],
          [t`Familias con cupo que no vinieron`, some(of.noShows)],
          [t`Gastado`, soles(of.spent)],
        ]}
      />
      <Words as="small">
        <Trans>
          Personas que participaron: cada una se cuenta una vez en el año. Participaciones: cada una se cuenta
          una vez por fecha. Público: quienes vinieron a ver, contados en la puerta.
        </Trans>
      </Words>
    </Card>
  );
}

const useStyles = themed(({ wide }) => ({
  charts: wide ? { flexDirection: "row", flexWrap: "wrap", gap: 16, alignItems: "flex-start" } : { gap: 16 },
  chart: wide ? { flexGrow: 1, flexShrink: 1, flexBasis: 420 } : {},
}));
