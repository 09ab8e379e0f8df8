import { Trans, useLingui } from "@lingui/react/macro";
import { ClosedAccounts } from "@/data/gen/family/statements";
import { useRead } from "@/data/reads";
import { href } from "@/nav/routes";
import { Await, Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { List } from "@/ui/Card";
import { Page } from "@/ui/Page";
import { Row } from "@/ui/Row";
import { EarningsScreen } from "./EarningsScreen";
import { useEverybody } from "./person";

/** Whose earnings to look at, where there is more than one person; a notice leads here. */
export function WhoseScreen() {
  const { t } = useLingui();
  const ties = useEverybody();
  // Whoever left is on no list of ties; without an answer there is nobody of them.
  const left = useRead(ClosedAccounts, {}).data?.closedAccounts ?? [];
  const also = left.map(({ inmateId, ...names }) => ({ id: inmateId, ...names }));
  const read = { ...ties, data: ties.data && [...ties.data, ...also] };
  const [only, another] = read.data ?? [];
  if (only && !another) return <EarningsScreen inmate={only.id} />;
  return (
    <Page title={t`Lo que gana trabajando`} up={href("people")}>
      <Await read={read}>
        {(everybody) =>
          everybody.length > 0 ? (
            <List label={t`¿De quién?`}>
              {everybody.map((each) => (
                <Row
                  key={each.id}
                  icon="person"
                  title={`${each.givenNames} ${each.surnames}`}
                  to={href("earningsOf", { inmate: each.id })}
                />
              ))}
            </List>
          ) : (
            <Empty
              action={
                <Button look="quiet" icon="people" to={href("ties")}>
                  <Trans>Ver mis vínculos</Trans>
                </Button>
              }
            >
              <Trans>Todavía no tiene un vínculo confirmado.</Trans>
            </Empty>
          )
        }
      </Await>
    </Page>
  );
}
