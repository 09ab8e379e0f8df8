import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { WhoMayVisitQuery } from "@/data/gen/documents";
import { href } from "@/nav/routes";
import { Waiting } from "@/ui/Await";
import { Page } from "@/ui/Page";
import { Calendar } from "./Calendar";
import { PartyCard, PartyChoice } from "./PartyChoice";
import { companionsOf, firstParty, type Inmate, inmatesOf } from "./party";
import { useLastParty } from "./useLastParty";

/** With whom, and then when: what can be taken depends on who goes. */
export function BookForScreen({ who, inmate }: { who: WhoMayVisitQuery; inmate: Inmate }) {
  const { t } = useLingui();
  const [last, remember] = useLastParty(inmate.id);
  const [choosing, setChoosing] = useState(false);
  const name = inmate.givenNames;
  const all = companionsOf(who, inmate.id);
  const party = firstParty(last ?? undefined, all);
  const asking = last !== null && (choosing || party.length === 0);
  return (
    <Page
      title={asking ? t`¿Quiénes visitan a ${name}?` : t`Visitar a ${name}`}
      up={inmatesOf(who).length > 1 ? href("book") : href("home")}
    >
      {last === null ? (
        <Waiting />
      ) : asking ? (
        <PartyChoice
          all={all}
          first={party}
          onChosen={(chosen) => {
            void remember(chosen);
            setChoosing(false);
          }}
        />
      ) : (
        <>
          <PartyCard all={all} party={party} change={() => setChoosing(true)} />
          <Calendar key={party.join()} inmate={inmate} party={party} />
        </>
      )}
    </Page>
  );
}
