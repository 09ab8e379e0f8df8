import { Trans, useLingui } from "@lingui/react/macro";
import { useAct } from "@/data/acts";
import { EndHelping, Helpers, type HelpersQuery } from "@/data/gen/documents";
import { useRefresh } from "@/data/reads";
import { moment } from "@/l10n/dates";
import { Card } from "@/ui/Card";
import { Confirm } from "@/ui/Confirm";
import { Outcome } from "@/ui/Outcome";
import { Words } from "@/ui/Words";

type Helper = HelpersQuery["helpers"]["helping"][number];

/** The people of one side, each with the way to end it. `mine`: they help the reader. */
export function Helping({ helpers, mine = false }: { helpers: readonly Helper[]; mine?: boolean }) {
  if (helpers.length === 0) {
    return (
      <Words tone="soft">
        {mine ? <Trans>Nadie recibe sus avisos.</Trans> : <Trans>Usted no recibe avisos de nadie más.</Trans>}
      </Words>
    );
  }
  return helpers.map((each) => <One key={each.id} helper={each} mine={mine} />);
}

function One({ helper, mine }: { helper: Helper; mine: boolean }) {
  const { t } = useLingui();
  const act = useAct(EndHelping);
  const refresh = useRefresh();
  const since = moment(helper.since);
  const { label } = helper;
  const end = async () => {
    if (await act.run({ helperId: helper.id })) refresh(Helpers, { name: "Inbox" });
  };
  return (
    <Card label={label}>
      <Words as="strong">
        <Trans>Celular {label}</Trans>
      </Words>
      <Words as="small">
        {mine ? (
          <Trans>Recibe sus avisos. Empezó {since}</Trans>
        ) : (
          <Trans>Usted recibe sus avisos. Empezó {since}</Trans>
        )}
      </Words>
      <Confirm
        label={mine ? t`Que ya no me ayude` : t`Ya no ayudar`}
        yes={t`Sí, terminar`}
        busy={act.busy}
        onYes={() => void end()}
      >
        {mine ? (
          <Trans>
            Desde ahora esa persona ya no recibe sus avisos. Puede invitarla otra vez cuando quiera.
          </Trans>
        ) : (
          <Trans>
            Desde ahora usted ya no recibe los avisos de esa persona. Para volver necesita otro código.
          </Trans>
        )}
      </Confirm>
      <Outcome of={act} />
    </Card>
  );
}
