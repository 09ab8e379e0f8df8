import type { Route } from "@/nav/routes";
import { AddPersonScreen } from "./AddPersonScreen";
import { AskTieScreen } from "./AskTieScreen";
import { howOf } from "./adding";
import { ClaimScreen } from "./ClaimScreen";
import { PeopleScreen } from "./PeopleScreen";
import { PersonScreen } from "./PersonScreen";
import { TiesScreen } from "./TiesScreen";

/** The people of a family and their ties. */
export default function PeopleScreens({ route }: { route: Route }) {
  if (route.name === "ties") return <TiesScreen />;
  if (route.name === "askTie") return <AskTieScreen />;
  if (route.name === "claim") return <ClaimScreen />;
  if (route.name === "person") return <PersonScreen key={route.given.id} id={route.given.id} />;
  const how = route.name === "addPerson" ? howOf(route.given.how) : undefined;
  return how ? <AddPersonScreen key={how} how={how} /> : <PeopleScreen />;
}
