/** An invented visit for tests of screens, as the service tells it. */
export const VISIT = {
  __typename: "Booking" as const,
  id: "v1",
  reference: "K7MP-3QX9",
  state: "ACTIVE",
  cancelReason: null as string | null,
  visitOn: "2036-11-22",
  startsAt: "2036-11-22T14:00:00Z",
  endsAt: "2036-11-22T16:30:00Z",
  stayMinutes: 150,
  visitType: "ORDINARY",
  place: "DIRECT",
  establishment: { id: "huaraz", name: "Huaraz" },
  inmate: { id: "i1", givenNames: "Juan Carlos", surnames: "Quispe Rojas" } as object | null,
  party: [
    { visitorId: "p2", givenNames: "Luz", surnames: "Quispe Mamani", adult: false },
    { visitorId: "p1", givenNames: "María", surnames: "Mamani Flores", adult: true },
  ],
  bookedAt: "2036-11-01T15:00:00Z",
};

/** The same, called off by its family or by somebody else. */
export function calledOff(cancelReason: string): typeof VISIT {
  return { ...VISIT, state: "CANCELLED", cancelReason };
}

/** A page of a list, the last one unless it says where the next begins. */
export function page<N>(nodes: readonly N[], next: string | null = null) {
  return { nodes, pageInfo: { endCursor: next, hasNextPage: next !== null } };
}

/** The first screen's answer with these visits to come, and nothing else on it. */
export function homeWith(visits: readonly object[]) {
  const nothing = { nodes: [] };
  return {
    me: { __typename: "Me", language: "es", provisional: false },
    nextVisits: { nodes: visits },
    myTies: nothing,
    mySessions: nothing,
  };
}

/** What is kept is written a moment later. */
export function untilKept(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 500));
}
