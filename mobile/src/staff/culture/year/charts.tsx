import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { month as monthName } from "@/l10n/dates";
import { soles } from "@/l10n/money";
import { classWords } from "../../door/words";
import { datesWords, kindWords, partnerWords } from "../../programmes/words";
import { grouped } from "../../workmonth/amounts";
import { agesOf, hundredths, moneyBar, sum, top, twelve, type Year } from "../figures";
import { ageWords, cameWords, peopleWords, sourceWords } from "../words";
import { Chart } from "./Chart";

/** The dates that were held and who came to them, month by month. */
export function MonthsChart({ of: { year, months, held } }: { of: Year }) {
  const { t } = useLingui();
  const all = twelve(months);
  const came = sum(all, (each) => each.audience);
  const named = (number: number) => monthName(`${year}-${String(number).padStart(2, "0")}-01`);
  const fullest = top(all, (each) => each.audience);
  const [dates, people] = [datesWords(held), peopleWords(came)];
  const [where, most] = [fullest ? named(fullest.month) : "", peopleWords(fullest?.audience ?? 0)];
  const any = all.some((each) => each.dates + each.audience > 0);
  return (
    <Chart
      title={t`Público por mes`}
      says={[
        t`Realizadas: ${dates}. Vinieron: ${people}.`,
        where ? t`El mes con más público fue ${where}: ${most}.` : "",
      ]
        .filter(Boolean)
        .join(" ")}
      empty={t`Todavía no se realizó ninguna fecha este año. El público se cuenta en la puerta de cada actividad.`}
      lines={
        any
          ? all.map((each) => ({
              label: named(each.month),
              bar: { value: each.audience },
              says:
                each.dates + each.audience > 0 ? [datesWords(each.dates), cameWords(each.audience)] : ["—"],
            }))
          : []
      }
    />
  );
}

/** Who came: relatives, the public, officials; adults and children. */
export function AudienceChart({ of: { audience } }: { of: Year }) {
  const { t } = useLingui();
  const classes = audience.filter((each) => each.adults + each.children > 0);
  const all = sum(classes, (each) => each.adults + each.children);
  const children = sum(classes, (each) => each.children);
  const [people, young] = [peopleWords(all), grouped(children)];
  return (
    <Chart
      title={t`Quiénes vinieron`}
      says={t`Vinieron ${people}. Menores de edad: ${young}.`}
      empty={t`Todavía no se contó a nadie. Quien cuida la puerta marca a quienes llegan, o cuenta cuántos son.`}
      legend={{ full: t`Adultos`, hollow: t`Menores de edad` }}
      lines={classes.map((each) => {
        const [adults, minors] = [grouped(each.adults), grouped(each.children)];
        const share = hundredths(each.adults + each.children, all);
        return {
          label: classWords(each.guestClass),
          bar: { value: each.adults + each.children, filled: each.adults },
          says: [t`adultos: ${adults}`, t`menores: ${minors}`, `${share} %`],
        };
      })}
    />
  );
}

/** Who took part: each person once a year, by age and sex. */
export function PeopleChart({ of: { bands, beneficiaries } }: { of: Year }) {
  const { t } = useLingui();
  const ages = agesOf(bands);
  const [women, men] = [grouped(sum(ages, (each) => each.women)), grouped(sum(ages, (each) => each.men))];
  const people = peopleWords(beneficiaries);
  return (
    <Chart
      title={t`Quiénes participaron`}
      says={t`Participaron ${people}: mujeres ${women}, hombres ${men}. Cada persona se cuenta una vez en el año.`}
      empty={t`Todavía no se anotó quién participó. Se anota en la hoja de participación de cada fecha.`}
      legend={{ full: t`Mujeres`, hollow: t`Hombres` }}
      lines={ages.map((each) => {
        const [hers, his, theirs] = [grouped(each.women), grouped(each.men), grouped(each.others)];
        return {
          label: ageWords(each.from, each.to),
          bar: { value: each.women + each.men + each.others, filled: each.women },
          says: [
            t`mujeres: ${hers}`,
            t`hombres: ${his}`,
            ...(each.others > 0 ? [t`no se sabe: ${theirs}`] : []),
          ],
        };
      })}
    />
  );
}

/** What kinds of activities there were. */
export function KindsChart({ of: { kinds } }: { of: Year }) {
  const { t } = useLingui();
  const most = top(kinds, (each) => each.dates);
  const [what, dates] = [most ? kindWords(most.kind) : "", datesWords(most?.dates ?? 0)];
  return (
    <Chart
      title={t`Clases de actividades`}
      says={what ? t`Lo que más hubo: ${what}, ${dates}.` : t`Todavía no se realizó ninguna.`}
      empty={t`Todavía no se realizó ninguna fecha este año.`}
      lines={kinds
        .filter((each) => each.dates > 0)
        .map((each) => ({
          label: kindWords(each.kind),
          bar: { value: each.dates },
          says: [datesWords(each.dates), cameWords(each.audience)],
        }))}
    />
  );
}

type MoneyProps = { of: Year["sources"]; planned: number; spent: number };

/** What is planned and what was spent, by who pays. */
export function MoneyChart({ of, planned, spent }: MoneyProps) {
  const { t } = useLingui();
  const [much, all, share] = [soles(spent), soles(planned), hundredths(spent, planned)];
  return (
    <Chart
      title={t`Dinero por fuente`}
      says={
        planned > 0
          ? t`Se gastó ${much} de ${all} planeados: ${share} %.`
          : t`Se gastó ${much} sin haberlo planeado.`
      }
      empty={t`Todavía no hay presupuesto este año. Se anota línea por línea, con quién paga.`}
      legend={{ full: t`Gastado`, hollow: t`Planeado y no gastado` }}
      lines={of
        .filter((each) => each.planned !== 0 || each.spent !== 0)
        .map((each) => {
          const [went, meant] = [soles(each.spent), soles(each.planned)];
          return {
            label: sourceWords(each.source),
            bar: moneyBar(each),
            says: [t`gastado: ${went}`, t`planeado: ${meant}`],
          };
        })}
    />
  );
}

/** What partners gave. */
export function PartnersChart({ of: { partners } }: { of: Year }) {
  const { t } = useLingui();
  const [cash, inKind] = [
    soles(sum(partners, (each) => each.cash)),
    soles(sum(partners, (each) => each.inKind)),
  ];
  const many = plural(partners.length, { one: "# aliado dio", other: "# aliados dieron" });
  return (
    <Chart
      title={t`Lo que dieron los aliados`}
      says={t`${many} ${cash} en dinero y ${inKind} en bienes o servicios.`}
      empty={t`Este año no hay aportes anotados.`}
      legend={{ full: t`En dinero`, hollow: t`En bienes o servicios` }}
      lines={partners.map((each) => {
        const [money, goods, unvalued] = [soles(each.cash), soles(each.inKind), each.unvalued];
        return {
          label: `${each.name} (${partnerWords(each.kind)})`,
          bar: { value: each.cash + each.inKind, filled: each.cash },
          says: [
            t`en dinero: ${money}`,
            t`en bienes: ${goods}`,
            ...(unvalued > 0 ? [t`sin valor anotado: ${unvalued}`] : []),
          ],
        };
      })}
    />
  );
}
