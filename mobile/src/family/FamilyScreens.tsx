import { useLingui } from "@lingui/react/macro";
import { lazy } from "react";
import { CodeToKeep } from "@/account/CodeToKeep";
import { unseenOf, useInbox } from "@/data/inbox";
import { useKept } from "@/data/kept";
import { CODE_TO_KEEP } from "@/data/session";
import { href, type Route } from "@/nav/routes";
import { Waiting } from "@/ui/Await";
import { Tabs } from "@/ui/Tabs";
import { HomeScreen } from "./home/HomeScreen";
import { unseenWords } from "./notices/words";

const VisitScreens = lazy(() => import("./visits/VisitScreens"));
const PeopleScreens = lazy(() => import("./people/PeopleScreens"));
const EarningsScreens = lazy(() => import("./earnings/EarningsScreens").then((room) => room.opened));
const EventScreens = lazy(() => import("./events/EventScreens").then((room) => room.opened));
const NoticesScreen = lazy(() => import("./notices/NoticesScreen"));
const SettingsScreens = lazy(() => import("@/account/settings/SettingsScreens"));

/** The screens of a family, and the bar that leads to them. */
export function FamilyScreens({ route }: { route: Route }) {
  const { t } = useLingui();
  const [code, setCode] = useKept<string | null>(CODE_TO_KEEP);
  const room = roomOf(route);
  const { data: inbox } = useInbox();
  const count = inbox ? unseenOf(inbox) : 0;
  // Nobody may touch the screens, and then have the code slip before them.
  if (code === undefined) return <Waiting />;
  if (code) return <CodeToKeep code={code} onKept={() => setCode(null)} />;
  return (
    <Tabs
      label={t`Secciones`}
      tabs={[
        {
          to: href("home"),
          label: t`Inicio`,
          icon: "home",
          here: room === "home" || room === "events",
          news: count ? { count, label: unseenWords(count) } : undefined,
        },
        { to: href("visits"), label: t`Visitas`, icon: "calendar", here: room === "visits" },
        {
          to: href("people"),
          label: t`Mi gente`,
          icon: "people",
          here: room === "people" || room === "earnings",
        },
        { to: href("settings"), label: t`Ajustes`, icon: "settings", here: room === "settings" },
      ]}
    >
      {room === "visits" ? <VisitScreens route={route} /> : null}
      {room === "people" ? <PeopleScreens route={route} /> : null}
      {room === "earnings" ? <EarningsScreens route={route} /> : null}
      {room === "events" ? <EventScreens route={route} /> : null}
      {room === "settings" ? <SettingsScreens route={route} /> : null}
      {room === "home" ? route.name === "notices" ? <NoticesScreen /> : <HomeScreen /> : null}
    </Tabs>
  );
}

type Room = "home" | "visits" | "people" | "earnings" | "events" | "settings";

const ROOMS: Partial<Record<Route["name"], Room>> = {
  visits: "visits",
  visit: "visits",
  pass: "visits",
  advice: "visits",
  book: "visits",
  bookFor: "visits",
  bookSlot: "visits",
  people: "people",
  addPerson: "people",
  person: "people",
  ties: "people",
  askTie: "people",
  claim: "people",
  earnings: "earnings",
  earningsOf: "earnings",
  progress: "earnings",
  remittances: "earnings",
  statement: "earnings",
  events: "events",
  event: "events",
  calendarLink: "events",
  settings: "settings",
  language: "settings",
  quiet: "settings",
  choices: "settings",
  push: "settings",
  helpers: "settings",
  devices: "settings",
  pin: "settings",
  acting: "settings",
  myData: "settings",
};

function roomOf(route: Route): Room {
  return ROOMS[route.name] ?? "home";
}
