import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { WhoMayVisitQuery } from "@/data/gen/documents";
import { href } from "@/nav/routes";
import { Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { Choice, Choices } from "@/ui/Choice";
import { Outcome } from "@/ui/Outcome";
import { Words } from "@/ui/Words";
import type { Happening } from "./happening";
import { firstParty, type Guest, guestsOf, partyWrong } from "./party";
import type { Answering } from "./useAnswer";
import { partyWords, placesWords } from "./words";

type Props = { happening: Happening; who: WhoMayVisitQuery; acts: Answering };

/** Through whom a family comes, where that is to be said, and who of it. */
export function AnswerForm({ happening, who, acts }: Props) {
  const { t } = useLingui();
  const { through } = happening;
  const [inmate, setInmate] = useState(through.length === 1 ? through[0]?.id : undefined);
  const asked = through.length > 1;
  return (
    <>
      {asked ? (
        <Choice
          label={t`¿Por quién van?`}
          value={inmate}
          onChange={setInmate}
          options={through.map((each) => ({
            value: each.id,
            label: `${each.givenNames} ${each.surnames}`,
          }))}
        />
      ) : null}
      {asked && !inmate ? null : (
        <Party key={inmate} happening={happening} who={who} acts={acts} inmate={inmate ?? null} />
      )}
    </>
  );
}

function Party({ happening, who, acts, inmate }: Props & { inmate: string | null }) {
  const { t } = useLingui();
  const guests = guestsOf(who, inmate, happening);
  const [party, setParty] = useState(() => firstParty(guests));
  const [tried, setTried] = useState(false);
  const wrong = partyWrong(party, guests, happening);
  if (guests.length === 0) return <Nobody />;
  const answer = () => {
    setTried(true);
    if (!wrong) void acts.give.run(inmate, party);
  };
  return (
    <>
      <Choices
        label={t`¿Quiénes van?`}
        options={guests.map((each) => ({
          value: each.id,
          label: each.name,
          note: noteOf(each),
          disabled: each.not !== undefined,
        }))}
        values={party}
        onChange={setParty}
        error={tried ? wrong : undefined}
      />
      <Words as="small">{partyWords(happening)}</Words>
      <Places left={happening.placesLeft} count={party.length} />
      <Outcome of={acts.give} />
      <Button icon="check" busy={acts.give.busy} onPress={answer}>
        <Trans>Responder que van</Trans>
      </Button>
    </>
  );
}

/** Whether there are places, and what becomes of a party for which they may not be enough. */
function Places({ left, count }: { left: Happening["placesLeft"]; count: number }) {
  const said = placesWords(left);
  if (!said) return null;
  const waits = left === "FEW" && count > 1;
  return (
    <Words live="polite">
      {said}
      {waits ? " " : ""}
      {waits ? <Trans>Si no alcanzan para todos, quedarían en la lista de espera.</Trans> : null}
    </Words>
  );
}

function Nobody() {
  return (
    <Empty
      action={
        <Button icon="people" to={href("people")}>
          <Trans>Agregar mis datos</Trans>
        </Button>
      }
    >
      <Trans>Para responder, primero agregue sus datos y los de quienes van con usted.</Trans>
    </Empty>
  );
}

function noteOf({ age, not }: Guest): string {
  const years = plural(age, { one: "# año", other: "# años" });
  return not ? `${years}. ${not}` : years;
}
