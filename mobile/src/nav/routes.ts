/** Every screen by its address: one typed table, and nothing else knows an address. */

const PATTERNS = {
  home: "/",
  welcome: "/welcome",
  visits: "/visits",
  visit: "/visits/:id",
  pass: "/visits/:id/pass",
  advice: "/advice/:establishment/:day",
  book: "/book",
  bookFor: "/book/:inmate",
  bookSlot: "/book/:inmate/:slot",
  people: "/people",
  addPerson: "/people/add/:how",
  person: "/people/:id",
  ties: "/ties",
  askTie: "/ties/ask",
  claim: "/ties/code",
  earnings: "/earnings",
  earningsOf: "/earnings/:inmate",
  progress: "/earnings/:inmate/progress",
  remittances: "/earnings/:inmate/sent",
  statement: "/earnings/:inmate/:id",
  events: "/events",
  calendarLink: "/events/calendar",
  event: "/events/:id",
  notices: "/notices",
  settings: "/settings",
  language: "/settings/language",
  quiet: "/settings/quiet",
  choices: "/settings/notices",
  push: "/settings/push",
  helpers: "/settings/helpers",
  devices: "/settings/devices",
  pin: "/settings/pin",
  acting: "/settings/acting",
  myData: "/settings/data",
  queue: "/office/requests",
  request: "/office/requests/:id",
  day: "/office/day/:day",
  closed: "/office/closed",
  inmates: "/office/people",
  inmate: "/office/people/:id",
  vouch: "/office/phones",
  workday: "/office/workday",
  workdayRecords: "/office/workday/records",
  workdayRivals: "/office/workday/rivals",
  workdaySheet: "/office/workday/:workshop/:day",
  workdayPaper: "/office/workday/:workshop/:day/paper",
  workdayDifferences: "/office/workday/:workshop/:day/differences",
  workdayPerson: "/office/workday/:workshop/:day/:enrolment",
  workdayShift: "/office/workday/:workshop/:day/:enrolment/:shift",
  workMonths: "/office/months/:month",
  workMonth: "/office/months/:month/:workshop",
  monthOfOne: "/office/month-of/:inmate/:month",
  questions: "/office/questions",
  exits: "/office/exits",
  workshops: "/office/workshops",
  workshop: "/office/workshops/:id",
  payPeople: "/office/pay",
  pay: "/office/pay/:inmate",
  corrections: "/office/corrections",
  payouts: "/office/payouts",
  officeEvents: "/office/events",
  programmes: "/office/programmes",
  newEvent: "/office/events/new",
  officeEvent: "/office/events/:id",
  editEvent: "/office/events/:id/edit",
  eventPeople: "/office/events/:id/people",
  eventAttendance: "/office/events/:id/attendance",
  eventHours: "/office/events/:id/hours",
  door: "/office/door",
  doorUnsent: "/office/door/unsent",
  doorList: "/office/door/:date",
  doorCounts: "/office/door/:date/counts",
  partSheet: "/office/door/:date/parts",
  ensembles: "/office/ensembles",
  ensemble: "/office/ensembles/:id",
  partners: "/office/partners/:year",
  budget: "/office/budget/:year",
  cultureYear: "/office/year/:year",
  cultureReport: "/office/year/:year/report",
} as const;

export type Name = keyof typeof PATTERNS;

type Parameter<P extends string> = P extends `${string}:${infer Key}/${infer Rest}`
  ? Key | Parameter<`/${Rest}`>
  : P extends `${string}:${infer Key}`
    ? Key
    : never;

type Given<N extends Name> = Record<Parameter<(typeof PATTERNS)[N]>, string>;

/** A screen and what its address says. */
export type Route = { [N in Name]: { name: N; given: Given<N> } }[Name];

/** The address of a screen: `href("visit", { id })`. */
export function href<N extends Name>(
  name: N,
  ...given: keyof Given<N> extends never ? [] : [Given<N>]
): string {
  const values: Record<string, string> = given[0] ?? {};
  return PATTERNS[name].replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(values[key] ?? ""));
}

/** The screen of an address; home for one that nobody knows. */
export function match(path: string): Route {
  const parts = path.replace(/\/+$/, "").split("/");
  for (const [name, pattern] of Object.entries(PATTERNS)) {
    const given = matched(pattern === "/" ? [""] : pattern.split("/"), parts);
    if (given) return { name, given } as Route;
  }
  return { name: "home", given: {} };
}

function matched(pattern: string[], parts: string[]): Record<string, string> | undefined {
  if (pattern.length !== parts.length) return undefined;
  const given: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const part = parts[index] ?? "";
    if (expected.startsWith(":")) given[expected.slice(1)] = decodeURIComponent(part);
    else if (expected !== part) return undefined;
  }
  return given;
}
