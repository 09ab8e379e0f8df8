/** The sheet of a workshop's day: what the service told, what this phone still keeps, and what is being written. */
import type { Row } from "@/data/workOutbox";
import { type Day, weekdayOf } from "@/l10n/dates";
import { type Entry, isWorked, type Price, type Worked } from "./entries";
import {
  type Drafts,
  draftKey,
  isEmpty,
  type Person,
  personOf,
  shownOf,
  type Told,
  type WorkDayOf,
} from "./people";

export type Sheet = {
  establishmentId: string;
  workshop: string;
  day: Day;
  /** The day for which the list of people and prices was told: another one, where this was never read. */
  toldFor: Day;
  sunday: boolean;
  holiday: string | null;
  authorised: string | null;
  monthState: WorkDayOf["monthState"];
  prices: readonly Price[];
  people: readonly Person[];
};

/** The best of what was told: of the day itself, or the last before it, or the first after it. */
export function bestOf(told: readonly Told[], day: Day): Told | undefined {
  const [before, after] = [
    told.filter((each) => each.onDay <= day).sort((one, other) => (one.onDay < other.onDay ? 1 : -1)),
    told.filter((each) => each.onDay > day).sort((one, other) => (one.onDay < other.onDay ? -1 : 1)),
  ];
  return before[0] ?? after[0];
}

/** The sheet of a day. `rows`: of this phone, of this workshop. */
export function sheetOf({ onDay, data }: Told, day: Day, rows: readonly Row[], drafts: Drafts): Sheet {
  const same = onDay === day;
  const sunday = weekdayOf(day) === 0;
  return {
    establishmentId: data.establishmentId,
    workshop: data.workshop,
    day,
    toldFor: onDay,
    sunday,
    holiday: same ? data.holiday : null,
    authorised: same ? data.authorised : null,
    monthState: onDay.slice(0, 7) === day.slice(0, 7) ? data.monthState : null,
    prices: data.prices,
    people: data.people.map((each) => personOf(each, { onDay, data }, day, rows, drafts)),
  };
}

/** For all of whom nothing is said: every shift of the last time they worked. Whoever is away is left out. */
export function allAsBefore({ people }: Sheet): Record<string, Entry> {
  return Object.fromEntries(
    people
      .filter((each) => isEmpty(each) && each.inside)
      .flatMap(({ enrolmentId, before }) =>
        before.map(({ shift, entry }) => [draftKey({ enrolmentId, shift }), entry]),
      ),
  );
}

/** The day that most of them worked last. */
export function lastDayOf({ people }: Sheet): Day | undefined {
  return people.reduce<Day | undefined>((last, { before: [first] }) => {
    return first && (!last || first.onDay > last) ? first.onDay : last;
  }, undefined);
}

/** How somebody new begins: with the hours that the others have, and nothing made yet. */
export function usual({ people }: Sheet): Worked {
  const hours = people.flatMap(({ lines: [line], before: [before] }) => {
    const entry = (line && shownOf(line)) ?? before?.entry;
    return entry && isWorked(entry) ? [entry] : [];
  });
  const { begins, ends, rest } = hours[0] ?? { begins: "08:00", ends: "16:00", rest: 0 };
  return { begins, ends, rest, place: "WORKSHOP", incident: null, isolation: false, made: [] };
}
