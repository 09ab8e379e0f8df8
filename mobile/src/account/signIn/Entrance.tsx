import { Trans, useLingui } from "@lingui/react/macro";
import { lazy, Suspense, useState } from "react";
import { View } from "react-native";
import type { Parting } from "@/data/session";
import type { Profile } from "@/data/vault";
import { speakOfOffice } from "@/l10n/l10n";
import { demoAddress } from "@/platform/screen";
import { Button } from "@/ui/Button";
import { Mark } from "@/ui/Mark";
import { Page } from "@/ui/Page";
import { Words } from "@/ui/Words";
import { FamilySignIn } from "./FamilySignIn";
import { Farewell } from "./Farewell";
import { LanguageBar } from "./LanguageBar";
import { PartingNote } from "./PartingNote";
import { PeopleHere } from "./PeopleHere";

const StaffSignIn = lazy(() => speakOfOffice().then(() => import("@/staff/signIn/StaffSignIn")));
const Demo = lazy(() => import("./Demo"));

type Props = { people: Profile[]; parting: Parting | undefined };
type Way = "people" | "family" | "staff";

/** The door: who is on this phone, or sign in with a phone number; staff by a way of their own. */
export default function Entrance({ people, parting }: Props) {
  const { t } = useLingui();
  const [gone, setGone] = useState(false);
  const [way, setWay] = useState<Way>(firstWay(people, parting));
  const title = { people: t`¿Quién entra?`, family: t`Entrar`, staff: t`Entrar como personal` }[way];
  const demo = demoAddress();
  if (parting?.why === "erased" && !gone) {
    return <Farewell calledOff={parting.calledOff} onLeave={() => setGone(true)} />;
  }
  return (
    <Page key={way} title={title}>
      <View
        style={{
          alignItems: "flex-end",
          justifyContent: "space-between",
          flexDirection: "row",
          flexWrap: "wrap",
          gap: 12,
        }}
      >
        <Mark size={64} />
        <LanguageBar />
      </View>
      {parting && parting.why !== "erased" ? <PartingNote parting={parting} /> : null}
      {way === "people" ? <PeopleHere people={people} /> : null}
      {way === "family" ? <FamilySignIn /> : null}
      <Suspense fallback={null}>{way === "staff" ? <StaffSignIn /> : null}</Suspense>
      {way === "people" ? (
        <Button look="quiet" icon="plus" onPress={() => setWay("family")}>
          <Trans>Entrar con otro número</Trans>
        </Button>
      ) : null}
      {way !== "people" && people.length > 0 ? (
        <Button look="quiet" onPress={() => setWay("people")}>
          <Trans>Ver quiénes están en este celular</Trans>
        </Button>
      ) : null}
      <Button
        look="quiet"
        icon={way === "staff" ? "person" : "office"}
        onPress={() => setWay(way === "staff" ? "family" : "staff")}
      >
        {way === "staff" ? <Trans>Soy familiar</Trans> : <Trans>Soy del personal</Trans>}
      </Button>
      <Words as="small">
        <Trans>Gratis. Nadie debe cobrarle por entrar ni por reservar.</Trans>
      </Words>
      <Suspense fallback={null}>{demo ? <Demo address={demo} staff={way === "staff"} /> : null}</Suspense>
    </Page>
  );
}

function firstWay(people: Profile[], parting: Parting | undefined): Way {
  if (people.length > 0 && parting?.why !== "forgotten") return "people";
  return parting?.why === "ended" && parting.kind === "staff" ? "staff" : "family";
}
