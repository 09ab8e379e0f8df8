import { today } from "@/l10n/dates";
import type { Route } from "@/nav/routes";
import { dayOf } from "@/ui/DateField";
import { DifferencesScreen } from "./DifferencesScreen";
import { PaperScreen } from "./PaperScreen";
import { PersonScreen } from "./PersonScreen";
import { isShift } from "./people";
import { RecordsScreen } from "./RecordsScreen";
import { RivalsScreen } from "./RivalsScreen";
import { SheetScreen } from "./SheetScreen";
import { ShopsScreen } from "./ShopsScreen";

/** A supervisor's day: the sheet of each workshop, made for a phone without signal. */
export default function WorkdayScreens({ route }: { route: Route }) {
  switch (route.name) {
    case "workdaySheet": {
      const { workshop, day } = route.given;
      return <SheetScreen key={`${workshop} ${day}`} workshopId={workshop} day={known(day)} />;
    }
    case "workdayPerson":
    case "workdayShift": {
      const { workshop, day, enrolment } = route.given;
      const shift = route.name === "workdayShift" ? Number(route.given.shift) : 1;
      return (
        <PersonScreen
          key={`${workshop} ${day} ${enrolment} ${shift}`}
          workshopId={workshop}
          day={known(day)}
          enrolmentId={enrolment}
          shift={isShift(shift) ? shift : 1}
        />
      );
    }
    case "workdayPaper":
      return <PaperScreen workshopId={route.given.workshop} day={known(route.given.day)} />;
    case "workdayDifferences":
      return <DifferencesScreen workshopId={route.given.workshop} day={known(route.given.day)} />;
    case "workdayRecords":
      return <RecordsScreen />;
    case "workdayRivals":
      return <RivalsScreen />;
    default:
      return <ShopsScreen />;
  }
}

/** A day that somebody may have typed. */
function known(day: string): string {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(day) && dayOf(day.split("-").reverse().join("/"));
  return isDay ? day : today();
}
