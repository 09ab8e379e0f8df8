import { Trans, useLingui } from "@lingui/react/macro";
import { moment } from "@/l10n/dates";
import { Note, State } from "@/ui/Note";
import { Words } from "@/ui/Words";
import type { KnownVisit } from "./known";

/** Whether to set out: what was booked, and on the evening before what was found when it was asked once more. */
export function StillOn({ visit: { stillOn } }: { visit: Pick<KnownVisit, "stillOn"> }) {
  const { t } = useLingui();
  if (!stillOn) return <State tone="good">{t`Sigue en pie`}</State>;
  const asked = moment(stillOn.askedAt);
  const { verdict, why } = stillOn;
  return (
    <>
      {verdict === "GO" ? <State tone="good">{t`Sigue en pie: puede ir`}</State> : null}
      {verdict === "CHECK" ? (
        <Note tone="warn" title={t`Revise antes de salir`} urgent>
          {why?.message ?? t`Pregunte en la oficina de visitas antes de viajar.`}
        </Note>
      ) : null}
      {verdict === "STAY" ? (
        <Note tone="bad" title={t`No viaje`} urgent>
          {why?.message ?? t`Ese día no podría entrar. Pregunte en la oficina de visitas.`}
        </Note>
      ) : null}
      <Words as="small">
        <Trans>Lo revisamos {asked}</Trans>
      </Words>
    </>
  );
}
