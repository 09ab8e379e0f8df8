import { Trans, useLingui } from "@lingui/react/macro";
import { View } from "react-native";
import { farness, hours, longDay, moment } from "@/l10n/dates";
import { Card, List } from "@/ui/Card";
import { Icon } from "@/ui/Icon";
import { Row } from "@/ui/Row";
import type { Shape } from "@/ui/shapes";
import { themed, useTheme } from "@/ui/theme";
import { Words } from "@/ui/Words";
import type { KnownVisit } from "./known";
import { BigCode } from "./pass/BigCode";
import { placeWords, stayWords, typeWords } from "./words";

/** When, how long, what kind, where and whom. */
export function VisitFacts({ visit }: { visit: KnownVisit }) {
  const { t } = useLingui();
  const far = farness(visit.visitOn);
  const long = visit.stayMinutes === undefined ? "" : stayWords(visit.stayMinutes);
  const stay = long && t`Dura ${long}`;
  const kind = [visit.visitType && typeWords(visit.visitType), visit.place && placeWords(visit.place)];
  const whom = [visit.inmate?.givenNames, visit.inmate?.surnames].filter(Boolean).join(" ");
  return (
    <Card label={t`Cuándo y dónde`}>
      <Words as="heading">{longDay(visit.visitOn)}</Words>
      {far ? <Words as="small">{far}</Words> : null}
      <Fact icon="clock" name={t`Horario`}>
        {hours(visit.startsAt, visit.endsAt)}
        {stay ? `\n${stay}` : ""}
      </Fact>
      {whom ? (
        <Fact icon="person" name={t`Visita a`}>
          {whom}
        </Fact>
      ) : null}
      <Fact icon="home" name={t`Lugar`}>
        {visit.establishment.name}
      </Fact>
      {visit.visitType ? (
        <Fact icon="calendar" name={t`Tipo`}>
          {kind.filter(Boolean).join(", ")}
        </Fact>
      ) : null}
    </Card>
  );
}

function Fact({ icon, name, children }: { icon: Shape; name: string; children: React.ReactNode }) {
  const styles = useStyles();
  const { colours, letters } = useTheme();
  return (
    <View style={styles.fact}>
      <View style={styles.drawing}>
        <Icon shape={icon} size={letters(20)} colour={colours.accent} />
      </View>
      <View style={styles.words}>
        <Words as="small">{name}</Words>
        <Words>{children}</Words>
      </View>
    </View>
  );
}

/** The party, adults first. */
export function WhoGoes({ party }: { party: KnownVisit["party"] }) {
  const { t } = useLingui();
  const inOrder = [...party].sort((one, other) => Number(other.adult ?? true) - Number(one.adult ?? true));
  return (
    <>
      <Words as="heading">
        <Trans>Quiénes van</Trans>
      </Words>
      <List label={t`Quiénes van`}>
        {inOrder.map((each) => (
          <Row
            key={each.visitorId}
            icon="person"
            title={[each.givenNames, each.surnames].filter(Boolean).join(" ")}
            note={each.adult === undefined ? undefined : each.adult ? t`Adulto` : t`Menor de edad`}
          />
        ))}
      </List>
    </>
  );
}

/** The code of the visit, and when it was booked. */
export function Reference({ visit }: { visit: KnownVisit }) {
  const { t } = useLingui();
  const booked = visit.bookedAt ? moment(visit.bookedAt) : "";
  return (
    <Card label={t`Código de la visita`}>
      <Words as="small">
        <Trans>Código de la visita</Trans>
      </Words>
      <BigCode reference={visit.reference} />
      {booked ? (
        <Words as="small" centred>
          <Trans>Reservada {booked}</Trans>
        </Words>
      ) : null}
    </Card>
  );
}

const useStyles = themed(() => ({
  fact: { flexDirection: "row", gap: 12, alignItems: "flex-start" },
  drawing: { paddingTop: 2 },
  words: { flex: 1 },
}));
