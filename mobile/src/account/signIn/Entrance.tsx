import { Trans, useLingui } from "@lingui/react/macro";
import { lazy, Suspense, useState } from "react";
import { View } from "react-native";
import type { Profile } from "@/data/vault";
import { demoAddress } from "@/platform/screen";
import { Button } from "@/ui/Button";
import { Mark } from "@/ui/Mark";
import { Note } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { Words } from "@/ui/Words";
import { FamilySignIn } from "./FamilySignIn";
import { LanguageBar } from "./LanguageBar";
import { PeopleHere } from "./PeopleHere";

const StaffSignIn = lazy(() => import("@/staff/signIn/StaffSignIn"));
const Demo = lazy(() => import("./Demo"));

type Way = "people" | "family" | "staff";

/** The door: who is on this phone, or sign in with a phone number; staff by a way of their own. */
export default function Entrance({ people, ended }: { people: Profile[]; ended: boolean }) {
  const { t } = useLingui();
  const [way, setWay] = useState<Way>(people.length > 0 ? "people" : "family");
  const title = { people: t`¿Quién entra?`, family: t`Entrar`, staff: t`Entrar como personal` }[way];
  const demo = demoAddress();
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
      {ended ? (
        <Note tone="warn" urgent>
          <Trans>
            Su sesión terminó. Entre otra vez: sus reservas no cambian. Un pedido que no llegó a enviarse se
            hace de nuevo.
          </Trans>
        </Note>
      ) : null}
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
