import type { Route } from "@/nav/routes";
import { Page } from "@/ui/Page";

/** The people of a family and their ties. */
export default function PeopleScreens({ route }: { route: Route }) {
  return <Page title={route.name}>{null}</Page>;
}
