import { Trans, useLingui } from "@lingui/react/macro";
import { kinshipWords } from "@/family/people/kinship";
import { moment } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { Empty } from "@/ui/Await";
import { List } from "@/ui/Card";
import { State } from "@/ui/Note";
import { Row } from "@/ui/Row";
import type { TieRequest } from "./QueueScreens";

/** Who waits, longest first. */
export function Queue({ waiting, here }: { waiting: readonly TieRequest[]; here: string | undefined }) {
  const { t } = useLingui();
  if (waiting.length === 0) {
    return (
      <Empty>
        <Trans>Nadie espera. Cuando una familia pida un vínculo, aparecerá aquí.</Trans>
      </Empty>
    );
  }
  return (
    <List label={t`Pedidos que esperan, el más antiguo primero`}>
      {waiting.map((each) => {
        const kinship = kinshipWords(each.kinship);
        const asked = [each.inmateGivenNames, each.inmateSurnames].filter(Boolean).join(" ");
        const since = moment(each.askedAt);
        return (
          <Row
            key={each.id}
            title={`${each.asker.givenNames} ${each.asker.surnames}`}
            note={asked ? t`${kinship} · por ${asked} · pidió ${since}` : t`${kinship} · pidió ${since}`}
            aside={
              each.id === here ? (
                <State tone="good" icon="onwards">{t`Abierto`}</State>
              ) : (
                warned(each, t`Advertencia`)
              )
            }
            to={href("request", { id: each.id })}
          />
        );
      })}
    </List>
  );
}

function warned({ asker }: TieRequest, words: string) {
  return asker.protected || asker.sanctioned ? <State tone="warn">{words}</State> : undefined;
}
