import type { Route } from "@/nav/routes";
import { ExitsScreen } from "./ExitsScreen";
import { MonthOfOneScreen } from "./MonthOfOneScreen";
import { MonthScreen } from "./MonthScreen";
import { MonthsScreen } from "./MonthsScreen";
import { lastMonth, monthOf } from "./months";
import { QuestionsScreen } from "./QuestionsScreen";
import { WorkshopScreen } from "./workshops/WorkshopScreen";
import { WorkshopsScreen } from "./workshops/WorkshopsScreen";

/** The work of a place as its chief sees it: months, who left, questions, workshops. */
export default function MonthScreens({ route }: { route: Route }) {
  switch (route.name) {
    case "workMonth":
      return (
        <MonthScreen
          key={`${route.given.workshop} ${route.given.month}`}
          month={monthOf(route.given.month)}
          workshop={route.given.workshop}
        />
      );
    case "monthOfOne":
      return <MonthOfOneScreen month={monthOf(route.given.month)} inmate={route.given.inmate} />;
    case "exits":
      return <ExitsScreen />;
    case "questions":
      return <QuestionsScreen />;
    case "workshops":
      return <WorkshopsScreen />;
    case "workshop":
      return <WorkshopScreen key={route.given.id} id={route.given.id} />;
    default:
      return <MonthsScreen month={route.name === "workMonths" ? monthOf(route.given.month) : lastMonth()} />;
  }
}
