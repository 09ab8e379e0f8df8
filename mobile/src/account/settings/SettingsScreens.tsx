import type { Route } from "@/nav/routes";
import { Page } from "@/ui/Page";

/** Settings, notices, devices, own data. */
export default function SettingsScreens({ route }: { route: Route }) {
  return <Page title={route.name}>{null}</Page>;
}
