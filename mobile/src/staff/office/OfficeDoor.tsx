import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useEffect, useState } from "react";
import { Me, type MeQuery } from "@/data/gen/documents";
import { useKept } from "@/data/kept";
import { useRead } from "@/data/reads";
import { useProfile } from "@/data/session";
import { Await, Empty, Waiting } from "@/ui/Await";
import { List } from "@/ui/Card";
import { Note } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { OfficeContext, type Place, placesOf } from "./office";
import { PlaceRow } from "./PlaceRow";
import { DOORKEEPER, RECORDER } from "./roles";

const KEPT = "office";

type Props = {
  /** What stands around the page while the place is not known yet. */
  before: (page: ReactNode) => ReactNode;
  children: ReactNode;
};

/** Finds out where somebody serves before their screens are shown; of several places, the one they chose last. */
export function OfficeDoor({ before, children }: Props) {
  const { t } = useLingui();
  const read = useRead(Me, {});
  const told = read.data?.me.__typename === "Me" ? read.data.me : undefined;
  const me = useAlsoWithoutSignal(told);
  if (me) {
    return (
      <Chosen me={me} before={before}>
        {children}
      </Chosen>
    );
  }
  return before(
    <Page title={t`Oficina`}>
      <Await read={read}>
        {(data) => (data.me.__typename === "Problem" ? <Note tone="bad">{data.me.message}</Note> : null)}
      </Await>
    </Page>,
  );
}

type MeOf = Extract<MeQuery["me"], { __typename: "Me" }>;

/** Whoever records work or keeps a door does it without signal, too: where they serve is kept. Others wait for one. */
function useAlsoWithoutSignal(told: MeOf | undefined): MeOf | undefined {
  const [kept, keep] = useKept<MeOf | null>("postings");
  const without = [...RECORDER, ...DOORKEEPER];
  const worthKeeping = told && (told.postings.some(({ role }) => without.includes(role)) ? told : null);
  const isKept = JSON.stringify(worthKeeping) === JSON.stringify(kept ?? null);
  useEffect(() => {
    if (worthKeeping !== undefined && !isKept) keep(worthKeeping);
  });
  return told ?? kept ?? undefined;
}

function Chosen({ me, before, children }: Props & { me: MeOf }) {
  const { t } = useLingui();
  const profile = useProfile();
  const places = placesOf(me.postings);
  const [chosen, setChosen] = useState<string>();
  const [known, setKnown] = useState(false);
  useEffect(() => {
    void profile.read<string>(KEPT).then((id) => {
      setChosen((now) => now ?? id);
      setKnown(true);
    });
  }, [profile]);
  const choose = (id: string) => {
    setChosen(id);
    void profile.write(KEPT, id);
  };
  const only = places.length === 1 ? places[0] : undefined;
  const place = only ?? places.find((each) => each.id === chosen);
  if (place) {
    const may = (...roles: Place["roles"][number][]) => roles.some((role) => place.roles.includes(role));
    return (
      <OfficeContext value={{ ...place, name: me.name ?? "", places, choose, may }}>{children}</OfficeContext>
    );
  }
  return before(
    <Page title={t`¿Dónde trabaja ahora?`}>
      {known ? <Places places={places} choose={choose} /> : <Waiting />}
    </Page>,
  );
}

function Places({ places, choose }: { places: readonly Place[]; choose: (id: string) => void }) {
  const { t } = useLingui();
  if (places.length === 0) {
    return (
      <Empty>
        <Trans>Su cuenta todavía no tiene una función en ningún lugar. Pídala a la dirección.</Trans>
      </Empty>
    );
  }
  return (
    <List label={t`Lugares`}>
      {places.map((each) => (
        <PlaceRow key={each.id} place={each} onPress={() => choose(each.id)} />
      ))}
    </List>
  );
}
