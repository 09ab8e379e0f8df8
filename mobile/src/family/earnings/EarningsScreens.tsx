import type { Route } from "@/nav/routes";
import { EarningsScreen } from "./EarningsScreen";
import { ProgressScreen } from "./ProgressScreen";
import { RemittancesScreen } from "./RemittancesScreen";
import { StatementScreen } from "./StatementScreen";
import { spoken } from "./speaking";
import { WhoseScreen } from "./WhoseScreen";

/** What somebody earns at work, what is withheld of it and what is sent, as far as they let their family see it. */
export function EarningsScreens({ route }: { route: Route }) {
  switch (route.name) {
    case "earningsOf":
      return <EarningsScreen key={route.given.inmate} inmate={route.given.inmate} />;
    case "statement":
      return <StatementScreen key={route.given.id} inmate={route.given.inmate} id={route.given.id} />;
    case "progress":
      return <ProgressScreen inmate={route.given.inmate} />;
    case "remittances":
      return <RemittancesScreen inmate={route.given.inmate} />;
    default:
      return <WhoseScreen />;
  }
}

/** These screens once their words are there. */
export const opened = spoken.then(() => ({ default: EarningsScreens }));
