import { I18nProvider } from "@lingui/react";
import { lazy, Suspense, useEffect, useState } from "react";
import { View } from "react-native";
import { cover, useDiscretion } from "./data/discretion";
import { begin, useSession } from "./data/session";
import { i18n, speak } from "./l10n/l10n";
import { spoken } from "./l10n/languages";
import { preferredLanguages } from "./platform/device";
import { dropShell, setLanguageOfScreen } from "./platform/screen";
import { store } from "./platform/store";
import { Curtain } from "./ui/Curtain";

// What somebody needs who is in, and what somebody needs who comes in: a phone seldom needs both in one sitting.
const Entrance = lazy(() => import("./account/signIn/Entrance"));
const Inside = lazy(() => import("./Inside"));

/** The app: language first, then whoever is in. */
export function App() {
  const session = useSession();
  const { covered } = useDiscretion();
  const [ready, setReady] = useState(false);
  useEffect(() => {
    void start().then(() => setReady(true));
  }, []);
  useEffect(() => {
    if (ready && session.state !== "starting") dropShell();
  }, [ready, session.state]);
  if (!ready || session.state === "starting") return null;
  return (
    <I18nProvider i18n={i18n}>
      <View style={{ flex: 1, display: covered ? "none" : "flex" }}>
        <Suspense fallback={null}>
          {session.state === "in" ? (
            <Inside key={session.profile.id} profile={session.profile} />
          ) : (
            <Entrance key={session.parting?.why} people={session.people} parting={session.parting} />
          )}
        </Suspense>
      </View>
      <Curtain covered={covered} onLeave={left} onLook={lookedAt} />
    </I18nProvider>
  );
}

const left = () => cover(true);
const lookedAt = () => cover(false);

async function start(): Promise<void> {
  i18n.on("change", () => setLanguageOfScreen(i18n.locale));
  const chosen = await store.read("language");
  await speak(spoken(chosen ? [chosen] : preferredLanguages()));
  setLanguageOfScreen(i18n.locale);
  await begin();
}
