import { Trans, useLingui } from "@lingui/react/macro";
import { useForgetting } from "@/data/forgetting";
import { EarningStatement, EarningStatements } from "@/data/gen/family/statements";
import { useRead } from "@/data/reads";
import { href } from "@/nav/routes";
import { Await, Empty } from "@/ui/Await";
import { List } from "@/ui/Card";
import { Page } from "@/ui/Page";
import { Row } from "@/ui/Row";
import { Words } from "@/ui/Words";
import { useIsLast } from "./last";
import { Months } from "./Months";
import { NotOpen } from "./NotOpen";
import { useName } from "./person";
import { Questions } from "./Questions";

/** What somebody earned month by month, as far as they let this account see it, and the ways to the rest. */
export function EarningsScreen({ inmate }: { inmate: string }) {
  const { t } = useLingui();
  const name = useName(inmate);
  const read = useRead(EarningStatements, { inmateId: inmate }, { keep: true });
  const isLast = useIsLast();
  // Of the accounts the phone keeps the last month's alone, and none once they are no longer open.
  useForgetting(EarningStatement, ({ id }) => isLast(id), read.asOf);
  return (
    <Page title={t`Lo que gana trabajando`} up={href("people")}>
      <Words as="strong">{name}</Words>
      <Await read={read}>
        {({ earningStatements: answer }) => {
          if (answer.__typename === "Problem") return <NotOpen problem={answer} />;
          if (answer.months.length === 0) return <NoMonth />;
          return <Months inmate={inmate} name={name} months={answer.months} />;
        }}
      </Await>
      <List label={t`Más sobre su trabajo`}>
        <Row
          icon="coin"
          title={t`Envíos de dinero`}
          note={t`Lo que le mandó a usted y si ya llegó.`}
          to={href("remittances", { inmate })}
        />
        <Row
          icon="check"
          title={t`Lo que debe y lo que ahorra`}
          note={t`La reparación, los aportes y el ahorro.`}
          to={href("progress", { inmate })}
        />
      </List>
      <Questions inmate={inmate} />
    </Page>
  );
}

function NoMonth() {
  return (
    <Empty>
      <Trans>Todavía no hay cuentas de ningún mes. Cuando termine el mes y lo revisen, las verá aquí.</Trans>
    </Empty>
  );
}
