import type { Route } from "@/nav/routes";
import { Page } from "@/ui/Page";

/** Visits: booking one, those booked, the pass, what to bring. */
export default function VisitScreens({ route }: { route: Route }) {
  return <Page title={route.name}>{null}</Page>;
}
