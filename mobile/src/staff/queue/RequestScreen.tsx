import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useRef } from "react";
import { View } from "react-native";
import { kinshipWords } from "@/family/people/kinship";
import { moment } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Note } from "@/ui/Note";
import { Words } from "@/ui/Words";
import { Facts } from "../parts/Facts";
import { AskerCard } from "./AskerCard";
import { Decide } from "./Decide";
import type { TieRequest } from "./QueueScreens";

type Props = {
  request: TieRequest;
  /** What became of the one before. */
  said: string | undefined;
  onDecided: (request: TieRequest, words: string) => void;
};

/** One request: who asks, what they say, who may be meant, and the decision. */
export function RequestScreen({ request, said, onDecided }: Props) {
  const { t } = useLingui();
  const since = moment(request.askedAt);
  const top = useRef<View>(null);
  const follows = said !== undefined;
  // Who decided the one before with the keyboard goes on here, and not at the top of the page.
  useEffect(() => {
    if (follows) top.current?.focus();
  }, [follows]);
  return (
    <>
      {said ? (
        <View ref={top} tabIndex={-1}>
          <Note tone="good">{said}</Note>
        </View>
      ) : null}
      <AskerCard asker={request.asker} />
      <Card label={t`Lo que pide`}>
        <Words as="heading">
          <Trans>Lo que pide</Trans>
        </Words>
        <Facts
          of={[
            [t`Dice ser`, kinshipWords(request.kinship)],
            [t`Nombres que escribió`, request.inmateGivenNames],
            [t`Apellidos que escribió`, request.inmateSurnames],
            [t`Número de registro`, request.inmateRegisterNumber],
            [t`Año de nacimiento`, request.inmateBornYear ? String(request.inmateBornYear) : null],
          ]}
        />
        <Words as="small">
          <Trans>Pidió {since}</Trans>
        </Words>
      </Card>
      <Decide request={request} onDecided={onDecided} />
    </>
  );
}

/** The request of this address does not wait any more, or stands further back. */
export function NotHere() {
  return (
    <Empty
      action={
        <Button look="quiet" to={href("queue")}>
          <Trans>Ver los pedidos que esperan</Trans>
        </Button>
      }
    >
      <Trans>Este pedido ya se resolvió, o está más atrás en la lista.</Trans>
    </Empty>
  );
}
