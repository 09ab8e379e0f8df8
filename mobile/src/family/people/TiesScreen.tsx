import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { MyTies } from "@/data/gen/documents";
import { useRead } from "@/data/reads";
import { href } from "@/nav/routes";
import { Await, Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { Page } from "@/ui/Page";
import { TieCard } from "./TieCard";
import { AskOrClaim } from "./TiesOfAll";
import { PAGE } from "./ties";

/** Every tie and request of the account, newest first, and what can be done with each. */
export function TiesScreen() {
  const { t } = useLingui();
  return (
    <Page title={t`Vínculos`} up={href("people")}>
      <TiePage />
      <AskOrClaim />
    </Page>
  );
}

/** A page of them, and the next one when it is asked for. */
function TiePage({ after }: { after?: string }) {
  const [more, setMore] = useState(false);
  const read = useRead(MyTies, after ? { first: PAGE, after } : { first: PAGE }, { keep: !after });
  return (
    <Await read={read}>
      {({ myTies: { nodes, pageInfo } }) => (
        <>
          {nodes.length === 0 && !after ? (
            <Empty>
              <Trans>Todavía no ha pedido ningún vínculo. Sin él no se puede reservar.</Trans>
            </Empty>
          ) : null}
          {nodes.map((each) => (
            <TieCard key={each.id} tie={each} />
          ))}
          {pageInfo.hasNextPage && pageInfo.endCursor ? (
            more ? (
              <TiePage key={pageInfo.endCursor} after={pageInfo.endCursor} />
            ) : (
              <Button look="quiet" onPress={() => setMore(true)}>
                <Trans>Ver más</Trans>
              </Button>
            )
          ) : null}
        </>
      )}
    </Await>
  );
}
