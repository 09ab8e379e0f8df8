import type { Route } from "@/nav/routes";
import { CalendarScreen } from "./CalendarScreen";
import { EventScreen } from "./EventScreen";
import { EventsScreen } from "./EventsScreen";
import { spoken } from "./speaking";

/** Concerts, fairs and whatever else a family may come to, its answers, and its own calendar of them. */
export function EventScreens({ route }: { route: Route }) {
  switch (route.name) {
    case "event":
      return <EventScreen key={route.given.id} id={route.given.id} />;
    case "calendarLink":
      return <CalendarScreen />;
    default:
      return <EventsScreen />;
  }
}

/** These screens once their words are there. */
export const opened = spoken.then(() => ({ default: EventScreens }));
