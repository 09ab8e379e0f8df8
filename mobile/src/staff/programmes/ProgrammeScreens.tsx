import type { Route } from "@/nav/routes";
import { EditEventScreen } from "./EditEventScreen";
import { EventScreen } from "./EventScreen";
import { EventsScreen } from "./EventsScreen";
import { NewEventScreen } from "./NewEventScreen";
import { PeopleScreen } from "./PeopleScreen";
import { ProgrammesScreen } from "./ProgrammesScreen";

/** What is planned at a place: programmes, events, their dates and who takes part. */
export default function ProgrammeScreens({ route }: { route: Route }) {
  switch (route.name) {
    case "programmes":
      return <ProgrammesScreen />;
    case "newEvent":
      return <NewEventScreen />;
    case "officeEvent":
      return <EventScreen key={route.given.id} id={route.given.id} />;
    case "editEvent":
      return <EditEventScreen key={route.given.id} id={route.given.id} />;
    case "eventPeople":
      return <PeopleScreen key={route.given.id} id={route.given.id} />;
    default:
      return <EventsScreen />;
  }
}
