import { Trans, useLingui } from "@lingui/react/macro";
import { Helpers } from "@/data/gen/documents";
import { useRead } from "@/data/reads";
import { href } from "@/nav/routes";
import { Await } from "@/ui/Await";
import { Page } from "@/ui/Page";
import { Words } from "@/ui/Words";
import { AcceptHelping } from "./AcceptHelping";
import { Helping } from "./Helping";
import { InviteHelper } from "./InviteHelper";

/** Who is told what the reader is told, and whom the reader helps; either side ends it. */
export function HelpersScreen() {
  const { t } = useLingui();
  const read = useRead(Helpers, {});
  return (
    <Page title={t`Quien me ayuda`} up={href("settings")}>
      <Words>
        <Trans>
          Otra persona puede recibir también los avisos de sus visitas, por si usted no los ve a tiempo.
        </Trans>
      </Words>
      <Await read={read}>
        {({ helpers }) => (
          <>
            <Words as="heading">
              <Trans>Me ayudan</Trans>
            </Words>
            <Helping helpers={helpers.helpedBy} mine />
            <InviteHelper />
            <Words as="heading">
              <Trans>Yo ayudo</Trans>
            </Words>
            <Helping helpers={helpers.helping} />
            <AcceptHelping />
          </>
        )}
      </Await>
    </Page>
  );
}
