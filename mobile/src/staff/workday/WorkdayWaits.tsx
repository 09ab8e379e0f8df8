import { useLingui } from "@lingui/react/macro";
import { href } from "@/nav/routes";
import { List } from "@/ui/Card";
import { Row } from "@/ui/Row";
import { Unsent } from "./ShopsScreen";

/** The way to the sheets of the day, on the first screen of whoever writes them. */
export default function WorkdayWaits() {
  const { t } = useLingui();
  return (
    <>
      <List label={t`El trabajo de hoy`}>
        <Row
          icon="check"
          title={t`Hoja del día`}
          note={t`Quién trabajó, cuánto y qué hizo. También sin señal.`}
          to={href("workday")}
        />
      </List>
      <Unsent />
    </>
  );
}
