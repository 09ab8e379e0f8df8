import { Trans, useLingui } from "@lingui/react/macro";
import { href } from "@/nav/routes";
import { Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { List } from "@/ui/Card";
import { Page } from "@/ui/Page";
import { Row } from "@/ui/Row";
import type { Inmate } from "./party";

/** Whom to visit; without a confirmed tie, how to get one. */
export function BookScreen({ inmates }: { inmates: readonly Inmate[] }) {
  const { t } = useLingui();
  if (inmates.length === 0) {
    return (
      <Page title={t`Reservar una visita`} up={href("home")}>
        <Empty
          action={
            <Button icon="people" to={href("askTie")}>
              <Trans>Pedir un vínculo</Trans>
            </Button>
          }
        >
          <Trans>
            Todavía no hay a quién visitar. Pida el vínculo con su familiar; cuando la oficina lo confirme,
            podrá reservar aquí.
          </Trans>
        </Empty>
      </Page>
    );
  }
  return (
    <Page title={t`¿A quién va a visitar?`} up={href("home")}>
      <List label={t`A quién va a visitar`}>
        {inmates.map((each) => (
          <Row
            key={each.id}
            icon="person"
            title={`${each.givenNames} ${each.surnames}`}
            note={each.establishment?.name}
            to={href("bookFor", { inmate: each.id })}
          />
        ))}
      </List>
    </Page>
  );
}
