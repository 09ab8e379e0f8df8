import type { Route } from "@/nav/routes";
import { Page } from "@/ui/Page";

/** The screens of an office. */
export default function StaffScreens({ route }: { route: Route }) {
  return <Page title={route.name}>{null}</Page>;
}
