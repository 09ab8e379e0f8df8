import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { leave, useProfile } from "@/data/session";
import { type Profile, profiles } from "@/data/vault";
import { go } from "@/nav/history";
import { href } from "@/nav/routes";
import { Button } from "@/ui/Button";
import { List } from "@/ui/Card";
import { Row } from "@/ui/Row";
import { Words } from "@/ui/Words";

/** Everybody who is signed in on this phone, each with screens and reservations of their own. */
export function PeopleOfPhone() {
  const { t } = useLingui();
  const mine = useProfile();
  const [people, setPeople] = useState<Profile[]>([]);
  // Again when the name or the PIN of whoever is in has changed.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the profile is what the list is read again for
  useEffect(() => {
    void profiles().then(setPeople);
  }, [mine]);
  const change = async () => {
    await leave();
    go(href("home"), { replace: true });
  };
  const others = people.filter((each) => each.id !== mine.id);
  return (
    <>
      <Words as="heading">
        <Trans>Personas de este celular</Trans>
      </Words>
      <Words>
        <Trans>Cada persona ve solo lo suyo. Para que no se mezclen, que cada una ponga su PIN.</Trans>
      </Words>
      <List label={t`Personas de este celular`}>
        {[mine, ...others].map(({ id, name, kind, hasPin }) => (
          <Row
            key={id}
            icon={hasPin ? "lock" : kind === "staff" ? "office" : "person"}
            title={id === mine.id ? t`${name} (usted)` : name}
            note={hasPin ? t`Con PIN` : t`Sin PIN`}
          />
        ))}
      </List>
      <Button look="quiet" icon="people" onPress={() => void change()}>
        {others.length > 0 ? <Trans>Entrar con otra persona</Trans> : <Trans>Agregar a otra persona</Trans>}
      </Button>
    </>
  );
}
