import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@/ui/Button";
import { Note } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { Words } from "@/ui/Words";

/** At the very first sign-in: the code that makes another phone a trusted one. It stays until it is written down. */
export function CodeToKeep({ code, onKept }: { code: string; onKept: () => void }) {
  const { t } = useLingui();
  return (
    <Page title={t`Guarde este código`}>
      <Note tone="warn">
        <Trans>
          Escríbalo en un papel y guárdelo en un lugar seguro. Si pierde su celular, con él podrá entrar desde
          otro. No lo volveremos a mostrar.
        </Trans>
      </Note>
      <Words as="huge" centred selectable>
        {code}
      </Words>
      <Button onPress={onKept}>
        <Trans>Ya lo guardé</Trans>
      </Button>
    </Page>
  );
}
