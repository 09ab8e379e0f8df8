import { ChoicesScreen } from "@/account/notices/ChoicesScreen";
import { HelpersScreen } from "@/account/notices/HelpersScreen";
import { PushScreen } from "@/account/notices/PushScreen";
import { useProfile } from "@/data/session";
import type { Route } from "@/nav/routes";
import { ActingScreen } from "./ActingScreen";
import { MyDataScreen } from "./data/MyDataScreen";
import { DevicesScreen } from "./devices/DevicesScreen";
import { LanguageScreen } from "./LanguageScreen";
import { PinScreen } from "./pin/PinScreen";
import { QuietScreen } from "./quiet/QuietScreen";
import { SettingsScreen } from "./SettingsScreen";

const EVERYBODYS: Partial<Record<Route["name"], () => React.JSX.Element>> = {
  language: LanguageScreen,
  devices: DevicesScreen,
  pin: PinScreen,
};

const FAMILYS: typeof EVERYBODYS = {
  quiet: QuietScreen,
  choices: ChoicesScreen,
  push: PushScreen,
  helpers: HelpersScreen,
  acting: ActingScreen,
  myData: MyDataScreen,
};

/** The screens of one's own account, for families and for staff. */
export default function SettingsScreens({ route }: { route: Route }) {
  const { kind } = useProfile();
  const Screen =
    EVERYBODYS[route.name] ?? (kind === "family" ? FAMILYS[route.name] : undefined) ?? SettingsScreen;
  return <Screen />;
}
