import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { enter, startAnew } from "@/data/session";
import type { Profile } from "@/data/vault";
import { Button } from "@/ui/Button";
import { Card, List } from "@/ui/Card";
import { Confirm } from "@/ui/Confirm";
import { Field } from "@/ui/Field";
import { Row } from "@/ui/Row";
import { Words } from "@/ui/Words";

/** The people of a shared phone; who set a PIN is asked for it. */
export function PeopleHere({ people }: { people: Profile[] }) {
  const { t } = useLingui();
  const [chosen, setChosen] = useState<Profile>();
  if (chosen) return <AskPin profile={chosen} onBack={() => setChosen(undefined)} />;
  return (
    <List label={t`Personas de este celular`}>
      {people.map((each) => (
        <Row
          key={each.id}
          icon={each.hasPin ? "lock" : each.kind === "staff" ? "office" : "person"}
          title={each.name}
          note={each.hasPin ? t`Pide PIN` : undefined}
          onPress={() => (each.hasPin ? setChosen(each) : void enter(each.id))}
        />
      ))}
    </List>
  );
}

function AskPin({ profile, onBack }: { profile: Profile; onBack: () => void }) {
  const { t } = useLingui();
  const [pin, setPin] = useState("");
  const [busy, setBusy] = useState(false);
  const [triesLeft, setTriesLeft] = useState<number>();
  const open = async () => {
    // A tap too early is no try.
    if (!pin || busy) return;
    setBusy(true);
    const left = await enter(profile.id, pin);
    // Open: this screen is gone.
    if (left === undefined) return;
    setBusy(false);
    setPin("");
    setTriesLeft(left);
  };
  return (
    <Card label={profile.name}>
      <Words as="heading">{profile.name}</Words>
      <Field
        label={t`PIN`}
        value={pin}
        onChange={setPin}
        inputMode="numeric"
        secureTextEntry
        autoComplete="off"
        maxLength={12}
        error={
          triesLeft === undefined
            ? undefined
            : t`El PIN no es correcto. Quedan ${triesLeft} intentos; después tendrá que entrar con un código.`
        }
        onSubmitEditing={() => void open()}
      />
      <Button icon="lock" busy={busy} onPress={() => void open()}>
        <Trans>Abrir</Trans>
      </Button>
      <Button look="quiet" onPress={onBack}>
        <Trans>Otra persona</Trans>
      </Button>
      <Confirm
        label={t`Olvidé mi PIN`}
        yes={t`Sí, borrar y entrar con un código`}
        busy={busy}
        onYes={() => void startAnew(profile.id)}
      >
        <Trans>
          Un PIN no se puede recuperar. Se borra lo que este celular guarda de esta persona, y vuelve a entrar
          con su número y un código. Sus reservas no cambian.
        </Trans>
      </Confirm>
    </Card>
  );
}
