import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { RedeemClaimCode } from "@/data/gen/documents";
import { href } from "@/nav/routes";
import { Await } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Note } from "@/ui/Note";
import { Outcome } from "@/ui/Outcome";
import { Page } from "@/ui/Page";
import { Words } from "@/ui/Words";
import { NobodyYet } from "./AddPersonScreen";
import { AdultField } from "./AdultField";
import { codeWrong } from "./checks";
import { type Person, usePeople, useRefreshPeople } from "./people";
import { type Tie, whom } from "./ties";

/** Redeem the code that the office handed over: the tie is confirmed at once. */
export function ClaimScreen() {
  const { t } = useLingui();
  const read = usePeople();
  const [tie, setTie] = useState<Tie>();
  if (tie) return <Confirmed tie={tie} />;
  if (read.data?.length === 0) return <NobodyYet title={t`Código de la oficina`} />;
  return (
    <Page title={t`Código de la oficina`} up={href("people")}>
      <Await read={read}>{(people) => <ClaimForm people={people} onConfirmed={setTie} />}</Await>
    </Page>
  );
}

type Props = { people: readonly Person[]; onConfirmed: (tie: Tie) => void };

function ClaimForm({ people, onConfirmed }: Props) {
  const { t } = useLingui();
  const [visitorId, setVisitorId] = useState(people.length === 1 ? people[0]?.id : undefined);
  const [code, setCode] = useState("");
  const [tried, setTried] = useState(false);
  const redeem = useAct(RedeemClaimCode);
  const refresh = useRefreshPeople();
  const send = async () => {
    if (!visitorId || codeWrong(code)) return setTried(true);
    const done = await redeem.run({ visitorId, code: code.trim() });
    if (!done) return;
    onConfirmed(done);
    refresh();
  };
  return (
    <>
      <Words>
        <Trans>
          Si la oficina de visitas le dio un código para una persona de su lista, escríbalo aquí. Vale una
          sola vez.
        </Trans>
      </Words>
      {people.length > 1 ? (
        <AdultField
          label={t`¿Para quién es el código?`}
          adults={people}
          value={visitorId}
          onChange={setVisitorId}
          tried={tried}
        />
      ) : null}
      <Field
        label={t`Código`}
        hint={t`9 letras y cifras, como K7M-P3Q-X9T`}
        value={code}
        onChange={setCode}
        error={tried ? codeWrong(code) : undefined}
        autoCapitalize="characters"
        autoComplete="off"
        maxLength={20}
        onSubmitEditing={() => void send()}
      />
      <Outcome of={redeem} />
      <Button busy={redeem.busy} onPress={() => void send()}>
        <Trans>Usar el código</Trans>
      </Button>
    </>
  );
}

function Confirmed({ tie }: { tie: Tie }) {
  const { t } = useLingui();
  const name = whom(tie);
  return (
    <Page title={t`Vínculo confirmado`} up={href("people")}>
      <Note tone="good" urgent>
        <Trans>El vínculo con {name} está confirmado.</Trans>
      </Note>
      {tie.inmate ? (
        <Button icon="calendar" to={href("bookFor", { inmate: tie.inmate.id })}>
          <Trans>Reservar una visita</Trans>
        </Button>
      ) : null}
      <Button look="quiet" to={href("ties")}>
        <Trans>Ver mis vínculos</Trans>
      </Button>
    </Page>
  );
}
