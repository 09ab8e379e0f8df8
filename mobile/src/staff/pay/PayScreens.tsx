import type { Route } from "@/nav/routes";
import { CorrectionsScreen } from "./CorrectionsScreen";
import { PayPeopleScreen } from "./PayPeopleScreen";
import { PersonPayScreen } from "./PersonPayScreen";
import { PayoutsScreen } from "./payouts/PayoutsScreen";

/** What people are paid, as the office of work sees it. */
export default function PayScreens({ route }: { route: Route }) {
  switch (route.name) {
    case "pay":
      return <PersonPayScreen key={route.given.inmate} inmate={route.given.inmate} />;
    case "corrections":
      return <CorrectionsScreen />;
    case "payouts":
      return <PayoutsScreen />;
    default:
      return <PayPeopleScreen />;
  }
}
