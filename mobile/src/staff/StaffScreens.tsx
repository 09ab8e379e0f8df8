import { useLingui } from "@lingui/react/macro";
import { lazy, type ReactNode } from "react";
import { today } from "@/l10n/dates";
import { href, type Route } from "@/nav/routes";
import { type Tab, Tabs } from "@/ui/Tabs";
import { useTheme } from "@/ui/theme";
import ClosedScreen from "./closed/ClosedScreen";
import CultureScreens from "./culture/CultureScreens";
import DayScreen from "./day/DayScreen";
import VouchScreen from "./desk/VouchScreen";
import { DoorBox } from "./door/DoorBox";
import DoorScreens from "./door/DoorScreens";
import { HomeScreen } from "./home/HomeScreen";
import InmateScreens from "./inmates/InmateScreens";
import { OfficeDoor } from "./office/OfficeDoor";
import { type Office as OfficeOf, useOffice } from "./office/office";
import { CHIEF, DOORKEEPER, PLANNER, RECORDER, REGISTRAR } from "./office/roles";
import PayScreens from "./pay/PayScreens";
import ProgrammeScreens from "./programmes/ProgrammeScreens";
import QueueScreens from "./queue/QueueScreens";
import { Workday } from "./workday/Workday";
import WorkdayScreens from "./workday/WorkdayScreens";
import MonthScreens from "./workmonth/MonthScreens";
import { lastMonth } from "./workmonth/months";

// The rooms of an office come in one piece: what several pieces share would be fetched by every family.
const SettingsScreens = lazy(() => import("@/account/settings/SettingsScreens"));

type Room =
  | "home"
  | "queue"
  | "day"
  | "closed"
  | "inmates"
  | "vouch"
  | "workday"
  | "months"
  | "workshops"
  | "pay"
  | "events"
  | "door"
  | "settings";

const ROOMS: Partial<Record<Route["name"], Room>> = {
  queue: "queue",
  request: "queue",
  day: "day",
  closed: "closed",
  inmates: "inmates",
  inmate: "inmates",
  vouch: "vouch",
  workday: "workday",
  workdayRecords: "workday",
  workdayRivals: "workday",
  workdaySheet: "workday",
  workdayPaper: "workday",
  workdayDifferences: "workday",
  workdayPerson: "workday",
  workdayShift: "workday",
  workMonths: "months",
  workMonth: "months",
  monthOfOne: "months",
  exits: "months",
  questions: "months",
  workshops: "workshops",
  workshop: "workshops",
  payPeople: "pay",
  pay: "pay",
  corrections: "pay",
  payouts: "pay",
  officeEvents: "events",
  programmes: "events",
  newEvent: "events",
  officeEvent: "events",
  editEvent: "events",
  eventPeople: "events",
  eventAttendance: "events",
  eventHours: "events",
  door: "door",
  doorUnsent: "door",
  doorList: "door",
  doorCounts: "door",
  partSheet: "door",
  ensembles: "events",
  ensemble: "events",
  partners: "events",
  budget: "events",
  cultureYear: "events",
  cultureReport: "events",
  notices: "settings",
  settings: "settings",
  language: "settings",
  quiet: "settings",
  devices: "settings",
  pin: "settings",
  acting: "settings",
  myData: "settings",
};

/** The screens of an office, and the bar that leads to them. Settings open even where the office is not known. */
export default function StaffScreens({ route }: { route: Route }) {
  const room = ROOMS[route.name] ?? "home";
  if (room === "settings") {
    return (
      <Bar room={room} rooms={[]}>
        <SettingsScreens route={route} />
      </Bar>
    );
  }
  return (
    <OfficeDoor
      before={(page) => (
        <Bar room={room} rooms={[]}>
          {page}
        </Bar>
      )}
    >
      <Office route={route} room={room} />
    </OfficeDoor>
  );
}

function Office({ route, room }: { route: Route; room: Room }) {
  const office = useOffice();
  const { wide } = useTheme();
  return (
    <Bar room={room} rooms={roomsOf(office, wide)}>
      <DoorBox>
        {office.may(...RECORDER, ...CHIEF) ? (
          <Workday>
            <Inside route={route} />
          </Workday>
        ) : (
          <Inside route={route} />
        )}
      </DoorBox>
    </Bar>
  );
}

/** The rooms of the bar. A phone has space for five; the others are reached from the first screen. */
function roomsOf({ may }: OfficeOf, wide: boolean): Room[] {
  const sheets: Room[] = may(...RECORDER) ? ["workday"] : [];
  const work: Room[] = may(...CHIEF) ? [...sheets, "months", "workshops", "pay"] : sheets;
  const events: Room[] = may(...PLANNER) ? ["events"] : [];
  if (!may(...REGISTRAR))
    return may("GATE_OFFICER") ? ["day", "door", ...events, ...(wide ? work : [])] : [...events, ...work];
  if (!wide) return ["queue", "day", "inmates"];
  return [
    "queue",
    "day",
    "inmates",
    "closed",
    ...(may("VISITS_REGISTRAR") ? (["vouch"] as const) : []),
    ...events,
    ...work,
  ];
}

function Inside({ route }: { route: Route }) {
  const { may } = useOffice();
  switch (route.name) {
    case "queue":
      return <QueueScreens id={undefined} />;
    case "request":
      return <QueueScreens id={route.given.id} />;
    case "day":
      return <DayScreen key={route.given.day} day={route.given.day} />;
    case "closed":
      return <ClosedScreen />;
    case "inmates":
      return <InmateScreens id={undefined} />;
    case "inmate":
      return <InmateScreens id={route.given.id} />;
    case "vouch":
      return <VouchScreen />;
    case "workday":
    case "workdayRecords":
    case "workdayRivals":
    case "workdaySheet":
    case "workdayPaper":
    case "workdayDifferences":
    case "workdayPerson":
    case "workdayShift":
      return may(...RECORDER, ...CHIEF) ? <WorkdayScreens route={route} /> : <HomeScreen />;
    case "workMonths":
    case "workMonth":
    case "monthOfOne":
    case "exits":
    case "questions":
    case "workshops":
    case "workshop":
      return <MonthScreens route={route} />;
    case "payPeople":
    case "pay":
    case "corrections":
    case "payouts":
      return <PayScreens route={route} />;
    case "officeEvents":
    case "programmes":
    case "newEvent":
    case "officeEvent":
    case "editEvent":
    case "eventPeople":
      return may(...PLANNER) ? <ProgrammeScreens route={route} /> : <HomeScreen />;
    case "ensembles":
    case "ensemble":
    case "partners":
    case "budget":
    case "cultureYear":
    case "cultureReport":
      return may(...PLANNER) ? <CultureScreens route={route} /> : <HomeScreen />;
    case "eventAttendance":
    case "eventHours":
    case "partSheet":
      return may(...PLANNER) ? <DoorScreens route={route} /> : <HomeScreen />;
    case "door":
    case "doorList":
    case "doorCounts":
      return may(...DOORKEEPER) ? <DoorScreens route={route} /> : <HomeScreen />;
    case "doorUnsent":
      // Of whoever marked it, whatever they may do by now.
      return <DoorScreens route={route} />;
    default:
      return <HomeScreen />;
  }
}

function Bar({ room, rooms, children }: { room: Room; rooms: readonly Room[]; children: ReactNode }) {
  const { t } = useLingui();
  const tabs: Record<Room, Omit<Tab, "here">> = {
    home: { to: href("home"), label: t`Inicio`, icon: "home" },
    queue: { to: href("queue"), label: t`Pedidos`, icon: "clock" },
    day: { to: href("day", { day: today() }), label: t`Visitas`, icon: "calendar" },
    inmates: { to: href("inmates"), label: t`Personas`, icon: "people" },
    closed: { to: href("closed"), label: t`Días cerrados`, icon: "cross" },
    vouch: { to: href("vouch"), label: t`Celulares`, icon: "lock" },
    workday: { to: href("workday"), label: t`Hoja`, icon: "card" },
    months: { to: href("workMonths", { month: lastMonth() }), label: t`Meses`, icon: "check" },
    workshops: { to: href("workshops"), label: t`Talleres`, icon: "office" },
    pay: { to: href("payPeople"), label: t`Pagos`, icon: "coin" },
    events: { to: href("officeEvents"), label: t`Actividades`, icon: "speech" },
    door: { to: href("door"), label: t`Puerta`, icon: "check" },
    settings: { to: href("settings"), label: t`Ajustes`, icon: "settings" },
  };
  const shown: Room[] = ["home", ...rooms, "settings"];
  // A room without a place in the bar belongs to the first screen, which leads to it.
  const here = shown.includes(room) ? room : "home";
  return (
    <Tabs label={t`Secciones`} tabs={shown.map((each) => ({ ...tabs[each], here: each === here }))}>
      {children}
    </Tabs>
  );
}
