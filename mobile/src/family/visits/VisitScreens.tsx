import { lazy } from "react";
import type { Route } from "@/nav/routes";
import { AdviceScreen } from "./AdviceScreen";
import { PassScreen } from "./PassScreen";
import { VisitScreen } from "./VisitScreen";
import { VisitsScreen } from "./VisitsScreen";

// Who looks at a pass on a bad connection does not wait for the calendar.
const BookingScreens = lazy(() => import("./booking/BookingScreens"));

/** Visits: booking one, those booked, the pass, what to bring. */
export default function VisitScreens({ route }: { route: Route }) {
  switch (route.name) {
    case "book":
    case "bookFor":
    case "bookSlot":
      return <BookingScreens route={route} />;
    case "visit":
      return <VisitScreen id={route.given.id} />;
    case "pass":
      return <PassScreen id={route.given.id} />;
    case "advice":
      return <AdviceScreen establishment={route.given.establishment} day={route.given.day} />;
    default:
      return <VisitsScreen />;
  }
}
