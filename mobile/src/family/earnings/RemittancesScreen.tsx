import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { View } from "react-native";
import { MyRemittances } from "@/data/gen/family/statements";
import { useRead } from "@/data/reads";
import { longDay } from "@/l10n/dates";
import { soles } from "@/l10n/money";
import { href } from "@/nav/routes";
import { Await, Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { List } from "@/ui/Card";
import { State } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { Row } from "@/ui/Row";
import { themed } from "@/ui/theme";
import { Words } from "@/ui/Words";
import { NotOpen } from "./NotOpen";
import { useName } from "./person";
import { type Remittance, standingOf } from "./remittance";

const PAGE = 10;

/** Money that somebody sends to this account's family, and whether it has arrived. */
export function RemittancesScreen({ inmate }: { inmate: string }) {
  const { t } = useLingui();
  const name = useName(inmate);
  const read = useRead(MyRemittances, { inmateId: inmate });
  return (
    <Page title={t`Envíos de dinero`} up={href("earningsOf", { inmate })}>
      <Words as="strong">{name}</Words>
      <Await read={read}>
        {({ myRemittances: answer }) => {
          if (answer.__typename === "Problem") return <NotOpen problem={answer} />;
          return answer.remittances.length > 0 ? <Sent all={answer.remittances} /> : <NothingSent />;
        }}
      </Await>
    </Page>
  );
}

function Sent({ all }: { all: readonly Remittance[] }) {
  const { t } = useLingui();
  const [shown, setShown] = useState(PAGE);
  return (
    <>
      <List label={t`Envíos de dinero`}>
        {all.slice(0, shown).map((each) => (
          <OneRemittance key={each.id} remittance={each} />
        ))}
      </List>
      {all.length > shown ? (
        <Button look="quiet" onPress={() => setShown(shown + PAGE)}>
          <Trans>Ver más</Trans>
        </Button>
      ) : null}
    </>
  );
}

function OneRemittance({
  remittance: { amount, state, reference, askedOn, movedOn },
}: {
  remittance: Remittance;
}) {
  const { t } = useLingui();
  const styles = useStyles();
  const { words, tone, icon, meaning } = standingOf(state);
  const asked = longDay(askedOn);
  const moved = longDay(movedOn);
  return (
    <Row
      title={soles(amount)}
      below={
        <View style={styles.below}>
          <State tone={tone} icon={icon}>
            {words}
          </State>
          <Words>{meaning}</Words>
          <Words as="small">
            {state === "ASKED" ? t`Se pidió el ${asked}` : t`Se pidió el ${asked}. Último cambio: ${moved}`}
          </Words>
          <Words as="small">{t`Número del envío: ${reference}`}</Words>
        </View>
      }
    />
  );
}

function NothingSent() {
  return (
    <Empty>
      <Trans>Todavía no hay envíos de dinero para usted. Cuando haya uno, aquí verá si ya llegó.</Trans>
    </Empty>
  );
}

const useStyles = themed(() => ({ below: { gap: 6 } }));
