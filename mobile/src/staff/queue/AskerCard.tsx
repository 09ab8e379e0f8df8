import { Trans, useLingui } from "@lingui/react/macro";
import { figures } from "@/l10n/dates";
import { Card } from "@/ui/Card";
import { Note } from "@/ui/Note";
import { Words } from "@/ui/Words";
import { Facts } from "../parts/Facts";
import { capacityWords, documentWords, sexWords } from "../words";
import type { TieRequest } from "./QueueScreens";

/** Who asks, with the whole document to compare, and what must be known before deciding. */
export function AskerCard({ asker }: { asker: TieRequest["asker"] }) {
  const { t } = useLingui();
  const names = `${asker.givenNames} ${asker.surnames}`;
  return (
    <Card label={t`Quién pide`}>
      <Words as="heading">{names}</Words>
      <Words>{capacityWords(asker.capacity)}</Words>
      {asker.protected ? (
        <Note tone="bad" icon="alert">
          <Trans>Hay una protección: esta persona no debe acercarse a alguien de este lugar.</Trans>
        </Note>
      ) : null}
      {asker.sanctioned ? (
        <Note tone="warn">
          <Trans>Esta persona tiene una sanción vigente y hoy no puede visitar.</Trans>
        </Note>
      ) : null}
      <Facts
        of={[
          [documentWords(asker.documentKind), asker.documentNumber],
          [t`Nació el`, figures(asker.bornOn)],
          [t`Sexo`, sexWords(asker.sex)],
          [t`Nacionalidad`, asker.nationality],
        ]}
      />
    </Card>
  );
}
