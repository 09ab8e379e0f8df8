import { I18nProvider } from "@lingui/react";
import { Suspense, useEffect, useState } from "react";
import { View } from "react-native";
import Entrance from "./account/signIn/Entrance";
import { cover, useDiscretion } from "./data/discretion";
import { begin, useSession } from "./data/session";
import Inside from "./Inside";
import { i18n, speak } from "./l10n/l10n";
import { spoken } from "./l10n/languages";
import { preferredLanguages } from "./platform/device";
import { dropShell, setLanguageOfScreen } from "./platform/screen";
import { store } from "./platform/store";
import { Curtain } from "./ui/Curtain";

/**
 * The app: language first, then whoever is in. The door and the rooms both come with the first script: either weighs
 * less than the wait for one more answer costs.
 */
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
  await Promise.all([speak(spoken(chosen ? [chosen] : preferredLanguages())), begin()]);
  setLanguageOfScreen(i18n.locale);
}
