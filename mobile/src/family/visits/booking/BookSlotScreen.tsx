import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { useEffect, useState } from "react";
import type { WhoMayVisitQuery } from "@/data/gen/documents";
import { useOutbox } from "@/data/outbox-context";
import { today } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { Await, Waiting } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { Note } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { Confirmation } from "./Confirmation";
import { companionsOf, firstParty, type Inmate } from "./party";
import { useAvailability, useKnownTurn } from "./useAvailability";
import { useLastParty } from "./useLastParty";
import { WishSaved } from "./WishSaved";

type Props = { who: WhoMayVisitQuery; inmate: Inmate; slotId: string };

/** One turn: found again by its address, then held and booked, or followed as a wish. */
export function BookSlotScreen({ who, inmate, slotId }: Props) {
  const [last] = useLastParty(inmate.id);
  const all = companionsOf(who, inmate.id);
  const party = firstParty(last ?? undefined, all);
  const turn = useKnownTurn(inmate.id, slotId);
  const search = useAvailability(inmate.id, party, today(), last !== null && !turn);
  const wish = useFollowedWish(slotId);

  if (wish) return <WishSaved wish={wish} inmateId={inmate.id} />;
  if (last === null) return <Unfound inmate={inmate}>{<Waiting />}</Unfound>;
  if (turn && party.length > 0) {
    return <Confirmation key={party.join()} inmate={inmate} turn={turn} party={party} all={all} />;
  }
  return (
    <Unfound inmate={inmate}>
      {party.length === 0 ? <ChooseAgain inmate={inmate} /> : null}
      {party.length > 0 ? <Await read={search}>{() => <ChooseAgain inmate={inmate} />}</Await> : null}
    </Unfound>
  );
}

/** The wish for this turn, from when it waits until the person has read what became of it. */
function useFollowedWish(slotId: string) {
  const { wishes } = useOutbox();
  const waiting = wishes.find((each) => each.state === "waiting" && each.about.slotId === slotId);
  const [followed, setFollowed] = useState<string>();
  useEffect(() => {
    if (waiting) setFollowed(waiting.requestId);
  }, [waiting]);
  return waiting ?? wishes.find((each) => each.requestId === followed);
}

function Unfound({ inmate, children }: { inmate: Inmate; children: ReactNode }) {
  const { t } = useLingui();
  return (
    <Page title={t`Confirme su visita`} up={href("bookFor", { inmate: inmate.id })}>
      {children}
    </Page>
  );
}

function ChooseAgain({ inmate }: { inmate: Inmate }) {
  return (
    <Note
      tone="warn"
      action={
        <Button icon="calendar" to={href("bookFor", { inmate: inmate.id })}>
          <Trans>Elegir otro turno</Trans>
        </Button>
      }
    >
      <Trans>No encontramos ese turno. Elija quiénes van y otro día.</Trans>
    </Note>
  );
}
