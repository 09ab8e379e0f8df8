import type { Route } from "@/nav/routes";
import { AttendanceScreen } from "./AttendanceScreen";
import { CountsScreen } from "./CountsScreen";
import { DoorDatesScreen } from "./DoorDatesScreen";
import { DoorListScreen } from "./DoorListScreen";
import { HoursScreen } from "./HoursScreen";
import { PartSheetScreen } from "./PartSheetScreen";
import { UnsentScreen } from "./UnsentScreen";

/** A door and what comes of it: who is expected, who came, who took part, hours and their certificates. */
export default function DoorScreens({ route }: { route: Route }) {
  switch (route.name) {
    case "doorList":
      return <DoorListScreen key={route.given.date} id={route.given.date} />;
    case "doorCounts":
      return <CountsScreen key={route.given.date} id={route.given.date} />;
    case "partSheet":
      return <PartSheetScreen key={route.given.date} id={route.given.date} />;
    case "doorUnsent":
      return <UnsentScreen />;
    case "eventAttendance":
      return <AttendanceScreen key={route.given.id} id={route.given.id} />;
    case "eventHours":
      return <HoursScreen key={route.given.id} id={route.given.id} />;
    default:
      return <DoorDatesScreen />;
  }
}
