import type { Route } from "@/nav/routes";
import { EnsembleScreen } from "./ensembles/EnsembleScreen";
import { EnsemblesScreen } from "./ensembles/EnsemblesScreen";
import { BudgetScreen } from "./means/BudgetScreen";
import { PartnersScreen } from "./means/PartnersScreen";
import { ReportScreen } from "./report/ReportScreen";
import { yearOf } from "./YearBar";
import { YearScreen } from "./year/YearScreen";

/** What programmes have, what a year came to, and the report of it. */
export default function CultureScreens({ route }: { route: Route }) {
  switch (route.name) {
    case "ensemble":
      return <EnsembleScreen key={route.given.id} id={route.given.id} />;
    case "partners":
      return <PartnersScreen key={route.given.year} year={yearOf(route.given.year)} />;
    case "budget":
      return <BudgetScreen key={route.given.year} year={yearOf(route.given.year)} />;
    case "cultureYear":
      return <YearScreen key={route.given.year} year={yearOf(route.given.year)} />;
    case "cultureReport":
      return <ReportScreen key={route.given.year} year={yearOf(route.given.year)} />;
    default:
      return <EnsemblesScreen />;
  }
}
