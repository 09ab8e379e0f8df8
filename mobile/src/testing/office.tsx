/** An invented office for tests of its screens, as the service tells it, and a way to look at it. */
import { screen, userEvent } from "@testing-library/react-native";
import type { OpenProfile } from "@/data/vault";
import { go, usePath } from "@/nav/history";
import { match } from "@/nav/routes";
import StaffScreens from "@/staff/StaffScreens";
import { Service, show, somebody } from "./service";
import { page } from "./visit";

/** Somebody of the staff, with a role at each of these places. */
export function me(...postings: [establishmentId: string, role: string][]) {
  return {
    me: {
      __typename: "Me",
      language: "es",
      provisional: false,
      deviceCode: null,
      name: "Rosa Inventada",
      steppedUpUntil: null,
      phoneEnding: null,
      preferences: null,
      postings: postings.map(([establishmentId, role]) => ({ establishmentId, role })),
    },
  };
}

const NAMES: Record<string, string> = { lurigancho: "Lurigancho", huaraz: "Huaraz" };

/** What the service of an office says where a test says nothing else: a quiet day. */
export const QUIET = {
  Me: me(["lurigancho", "VISITS_REGISTRAR"]),
  Establishment: ({ id }: { id?: string }) => ({
    establishment: {
      __typename: "Establishment",
      id,
      name: NAMES[id ?? ""] ?? "",
      department: "Lima",
      province: "Lima",
      district: null,
      sexHeld: "M",
    },
  }),
  TieQueue: { tieQueue: page([]) },
  DayBookings: { dayBookings: page([]) },
  ClosedDays: { closedDays: page([]) },
  Pavilions: { pavilions: page([]) },
  OfficeEvents: { officeEvents: page([]) },
};

function Screens() {
  return <StaffScreens route={match(usePath())} />;
}

/** The screens of an office, open at an address. */
export async function atOffice(path: string, answers: Record<string, unknown> = {}, profile?: OpenProfile) {
  go(path, { replace: true });
  const service = new Service({ ...QUIET, ...answers });
  const shown = await show(<Screens />, profile ?? (await somebody("staff")));
  return { ...shown, service };
}

/** Tap what is called so: the whole of its name, or a pattern. */
export async function tap(name: string | RegExp): Promise<void> {
  await userEvent.press(await screen.findByText(name));
}

/** Choose one of several. */
export async function choose(name: string | RegExp): Promise<void> {
  await userEvent.press(await screen.findByRole("radio", { name }));
}

/** Write into a line, in the place of what stood there. */
export async function write(label: string, text: string): Promise<void> {
  const field = await screen.findByLabelText(label);
  await userEvent.clear(field);
  await userEvent.type(field, text);
}

/** A request that waits. */
export function waiting(id: string, about: object = {}, asker: object = {}) {
  return {
    id,
    version: 1,
    askedAt: "2026-10-01T15:00:00Z",
    kinship: "MOTHER",
    asker: {
      capacity: "OWN",
      givenNames: "Ana Lucía",
      surnames: "Inventada Flores",
      sex: "FEMALE",
      bornOn: "1980-05-17",
      nationality: "PE",
      documentKind: "DNI",
      documentNumber: "00099111",
      protected: false,
      sanctioned: false,
      ...asker,
    },
    inmateGivenNames: "Miguel",
    inmateSurnames: "Rojas",
    inmateRegisterNumber: "DEMO-100003",
    inmateBornYear: 1990,
    candidates: [candidate("i1")],
    ...about,
  };
}

/** Somebody whom a request may mean. */
export function candidate(inmateId: string, about: object = {}) {
  return {
    inmateId,
    givenNames: "Miguel Ángel",
    surnames: "Rojas Paredes",
    registerNumber: "DEMO-100003",
    bornOn: "1990-08-02",
    pavilion: "Pabellón 4",
    score: 85,
    clues: ["SURNAMES", "BIRTH_YEAR"],
    protected: false,
    sanctioned: false,
    ...about,
  };
}

/** Somebody who is held, as a search finds them. */
export function held(id: string, about: object = {}) {
  return {
    id,
    givenNames: "Miguel Ángel",
    surnames: "Rojas Paredes",
    registerNumber: "DEMO-100003",
    bornYear: 1990,
    pavilion: "Pabellón 4",
    regime: "CLOSED_ORDINARY",
    stage: "MEDIUM",
    status: "HELD",
    held: true,
    since: "2025-03-02",
    ...about,
  };
}
