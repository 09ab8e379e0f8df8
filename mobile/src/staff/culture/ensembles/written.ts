/** A group of people as somebody writes it, and as the service takes it. */
import type { EnsembleInput, EnsembleKind, EnsemblesQuery } from "@/data/gen/staff/culture";
import type { Day } from "@/l10n/dates";
import { dayFault } from "../faults";

export type Ensemble = EnsemblesQuery["ensembles"][number];

export type WrittenEnsemble = {
  name: string;
  kind: EnsembleKind | undefined;
  teacher: string;
  /** `count` as it was typed. */
  instruments: readonly { name: string; count: string }[];
  begunOn: Day | undefined;
};

export const NEW: WrittenEnsemble = {
  name: "",
  kind: undefined,
  teacher: "",
  instruments: [],
  begunOn: undefined,
};

/** One that is there, to be changed. */
export function writtenOf({ name, kind, teacher, instruments, begunOn }: Ensemble): WrittenEnsemble {
  return {
    name,
    kind,
    teacher,
    begunOn,
    instruments: instruments.map((each) => ({ name: each.name, count: String(each.count) })),
  };
}

/** Most instruments of one kind that the service takes. */
export const MOST_OF_ONE = 10_000;

/** What was typed as a count of instruments, or nothing when it is none. */
export function countOf(typed: string): number | undefined {
  const count = /^\d{1,5}$/.test(typed.trim()) ? Number(typed) : 0;
  return count >= 1 && count <= MOST_OF_ONE ? count : undefined;
}

/** Instruments that are named more than once, whose counts would be one. */
export function namedTwice(instruments: WrittenEnsemble["instruments"]): boolean {
  const names = instruments.map((each) => each.name.trim().toLowerCase()).filter(Boolean);
  return new Set(names).size < names.length;
}

/** What is sent; nothing while something is missing. An instrument without a name was not meant. */
export function ensembleOf(written: WrittenEnsemble): EnsembleInput | undefined {
  const { name, kind, teacher, begunOn } = written;
  const instruments = written.instruments.filter((each) => each.name.trim() !== "");
  const counts = instruments.map((each) => countOf(each.count));
  if (!name.trim() || !kind || !begunOn || dayFault(begunOn)) return undefined;
  if (counts.includes(undefined) || namedTwice(instruments)) return undefined;
  return {
    name: name.trim(),
    kind,
    teacher: teacher.trim(),
    begunOn,
    instruments: instruments.map((each, index) => ({ name: each.name.trim(), count: counts[index] ?? 1 })),
  };
}
