import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect } from "react";
import { setDiscretion } from "@/data/discretion";
import { Me } from "@/data/gen/documents";
import { useRead } from "@/data/reads";
import { useProfile } from "@/data/session";
import { href } from "@/nav/routes";
import { Await } from "@/ui/Await";
import { Note } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { QuietForm } from "./QuietForm";

/** How much a neighbour may see, and when nobody is called. */
export function QuietScreen() {
  const { t } = useLingui();
  const profile = useProfile();
  const read = useRead(Me, {});
  const me = read.data?.me;
  const discreet = me?.__typename === "Me" ? me.preferences?.discreet : undefined;
  useEffect(() => {
    // Chosen on another phone of the account: this one follows.
    if (discreet !== undefined) void setDiscretion(profile, discreet);
  }, [profile, discreet]);
  return (
    <Page title={t`Discreción y horas`} up={href("settings")}>
      <Await read={read}>
        {(data) =>
          data.me.__typename === "Problem" ? (
            <Note tone="bad">{data.me.message}</Note>
          ) : data.me.preferences ? (
            <QuietForm preferences={data.me.preferences} />
          ) : (
            <Note tone="warn">
              <Trans>Primero confirme este celular. En Inicio le decimos cómo.</Trans>
            </Note>
          )
        }
      </Await>
    </Page>
  );
}
