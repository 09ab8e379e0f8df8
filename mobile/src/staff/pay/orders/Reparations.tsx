import { Trans, useLingui } from "@lingui/react/macro";
import { Bar } from "@/family/earnings/Bar";
import { figures } from "@/l10n/dates";
import { soles } from "@/l10n/money";
import { State } from "@/ui/Note";
import { Words } from "@/ui/Words";
import type { Pay } from "../PersonPayScreen";
import { EndAct } from "./EndAct";
import { Recorded, Section } from "./Recorded";

type Props = { pay: Pay; onDone: (words: string) => void };

/** Civil reparations, and how far each is paid. */
export function Reparations({ pay, onDone }: Props) {
  const { t } = useLingui();
  return (
    <Section title={t`Reparación civil`} none={t`No hay una reparación anotada.`}>
      {pay.reparations.map((each) => {
        const [paid, total, left] = [soles(each.total - each.left), soles(each.total), soles(each.left)];
        const ended = each.endedOn ? figures(each.endedOn) : "";
        return (
          <Recorded key={each.id} title={t`Pagado ${paid} de ${total}`} of={each}>
            <Bar value={each.total} most={each.total} filled={each.total - each.left} />
            <Words>
              <Trans>Falta {left}</Trans>
            </Words>
            {each.inForce ? (
              <>
                <State tone="good">{t`Vigente`}</State>
                <EndAct kind="REPARATION" id={each.id} from={each.validFrom} onDone={onDone} />
              </>
            ) : (
              <State tone="plain" icon="cross">
                {ended ? t`No vale desde el ${ended}` : t`No está vigente`}
              </State>
            )}
          </Recorded>
        );
      })}
    </Section>
  );
}
