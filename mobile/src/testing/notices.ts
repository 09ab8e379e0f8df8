/** Invented notices for tests of screens, as the service tells them. */
export const OFF = {
  id: "n1",
  kind: "visit_called_off",
  message: "Se canceló su visita del 22/11/2036.",
  toldAt: "2020-11-03T13:15:00Z",
  bookingId: "v1" as string | null,
  occurrenceId: null as string | null,
  expiresAt: "2099-01-01T00:00:00Z",
  seenAt: null as string | null,
  withdrawnAt: null as string | null,
  forOther: false,
  why: "Porque usted reservó esa visita.",
  choices: {
    kind: "visit_called_off",
    name: "Visita suspendida",
    push: true,
    sms: "INSTEAD",
  } as object | null,
};

/** The same with something else in it. */
export function notice(id: string, other: Partial<typeof OFF> = {}): typeof OFF {
  return { ...OFF, id, ...other };
}

/** An answer to what is new: everything there is, unless it says otherwise. */
export function inboxOf(
  notices: readonly (typeof OFF)[],
  { cursor = "c1", whole = true, unseen = notices.filter((each) => !each.seenAt).length } = {},
) {
  return { inbox: { cursor, whole, unseen, notices } };
}

/** The answer to having opened notices. */
export function seen(unseen: number) {
  return { seeNotices: { __typename: "Seen", unseen } };
}
