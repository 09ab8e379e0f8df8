import { Trans, useLingui } from "@lingui/react/macro";
import { useAct } from "@/data/acts";
import { AnswerVisit, Home, NextVisits, Visit } from "@/data/gen/documents";
import { useRefresh } from "@/data/reads";
import { daysBetween, today } from "@/l10n/dates";
import { go } from "@/nav/history";
import { Button } from "@/ui/Button";
import { Note, State } from "@/ui/Note";
import { Outcome } from "@/ui/Outcome";
import { Words } from "@/ui/Words";
import type { KnownVisit } from "./known";

type Props = {
  visit: Pick<KnownVisit, "id" | "visitOn" | "startsAt" | "stillOn" | "coming">;
  now: number;
  /** Where it can be cancelled, when that is not on this screen. */
  elsewhere?: string;
};

/** From the day before on the family may say whether it comes. Not to come cancels nothing: it leads to cancelling. */
export function Coming({ visit, now, elsewhere }: Props) {
  const { t } = useLingui();
  const act = useAct(AnswerVisit);
  const refresh = useRefresh();
  const near = daysBetween(today(), visit.visitOn) <= 1 && Date.parse(visit.startsAt) > now;
  if (!near || visit.stillOn?.verdict === "STAY") return null;
  const answer = async (coming: boolean) => {
    const done = await act.run({ bookingId: visit.id, coming });
    if (!done) return;
    refresh(Home, Visit, NextVisits);
    if (!coming && elsewhere) go(elsewhere);
  };
  const yes = (
    <Button icon="check" busy={act.busy} onPress={() => void answer(true)}>
      <Trans>Sí voy</Trans>
    </Button>
  );
  const outcome = <Outcome of={act} />;
  if (visit.coming) {
    return (
      <>
        <State tone="good">{t`Usted dijo que va`}</State>
        <Button look="quiet" busy={act.busy} onPress={() => void answer(false)}>
          <Trans>Ya no voy</Trans>
        </Button>
        {outcome}
      </>
    );
  }
  if (visit.coming === false) {
    return (
      <>
        <Note tone="warn" title={t`Usted dijo que no va`} action={yes}>
          {elsewhere ? (
            <Trans>
              Los lugares siguen a su nombre. Abra la visita y cancélela: así otra familia puede ir.
            </Trans>
          ) : (
            <Trans>
              Los lugares siguen a su nombre. Cancele la visita aquí abajo: así otra familia puede ir.
            </Trans>
          )}
        </Note>
        {outcome}
      </>
    );
  }
  return (
    <>
      <Words as="strong">
        <Trans>¿Va a ir?</Trans>
      </Words>
      {yes}
      <Button look="quiet" busy={act.busy} onPress={() => void answer(false)}>
        <Trans>No voy</Trans>
      </Button>
      {outcome}
    </>
  );
}
