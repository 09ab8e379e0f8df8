import { Trans, useLingui } from "@lingui/react/macro";
import type { HomeQuery } from "@/data/gen/documents";
import { href } from "@/nav/routes";
import { List } from "@/ui/Card";
import { Row } from "@/ui/Row";
import { Words } from "@/ui/Words";

/** What waits for an answer: ours or somebody's. */
export function Asked({ home }: { home: HomeQuery }) {
  const { t } = useLingui();
  const phones = home.mySessions.nodes.filter((each) => each.provisional);
  const ties = home.myTies.nodes.filter((each) => each.state === "RECEIVED");
  if (phones.length + ties.length === 0) return null;
  return (
    <>
      <Words as="heading">
        <Trans>Pendiente</Trans>
      </Words>
      <List label={t`Pendiente`}>
        {phones.map((each) => (
          <Row
            key={each.id}
            icon="alert"
            title={t`Un celular nuevo quiere entrar a su cuenta`}
            note={t`Confírmelo solo si es suyo.`}
            to={href("devices")}
          />
        ))}
        {ties.map((each) => {
          const who = each.asked?.givenNames ?? "";
          const visitor = each.visitor?.givenNames ?? "";
          return (
            <Row
              key={each.id}
              icon="clock"
              title={t`Vínculo de ${visitor} con ${who}`}
              note={t`La oficina lo está revisando.`}
              to={href("ties")}
            />
          );
        })}
      </List>
    </>
  );
}
