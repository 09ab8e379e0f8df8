/** The yearly report as somebody writes it, and as the service takes it. */
import { t } from "@lingui/core/macro";
import type { CultureMeasureInput, CultureReportQuery } from "@/data/gen/staff/culture";
import { type Day, today } from "@/l10n/dates";

export type Report = CultureReportQuery["cultureReport"];
type Measure = Report["measure"];

/** Yes, no, or nobody said. */
export type Said = "YES" | "NO" | "";

export type Written = {
  title: string;
  features: string;
  results: string;
  evaluated: Said;
  conclusions: string;
  goals: readonly string[];
  domains: readonly string[];
  level: string;
  startYear: string;
  website: string;
  youth: Said;
  valueChain: readonly string[];
  rate: string;
  rateOn: Day | undefined;
  rateSource: string;
};

/** What is wrong with a field, by its name. */
export type Faults = { readonly [F in keyof Written]?: string };

const FIRST_START = 1900;

/** What was saved, or what the service suggests to begin with. */
export function writtenOf(measure: Measure): Written {
  return {
    ...measure,
    evaluated: saidOf(measure.evaluated),
    youth: saidOf(measure.youth),
    startYear: measure.startYear === null ? "" : String(measure.startYear),
    rate: measure.rate ?? "",
    rateOn: measure.rateOn ?? undefined,
  };
}

/** What cannot be as it is written. Nothing has to be filled; a rate comes with its day and its source. */
export function faultsOf(written: Written, year: number): Faults {
  const { startYear, website, rate, rateOn, rateSource } = written;
  const begun = startYear.trim() === "" ? year : Number(startYear);
  const rated = rate.trim() !== "";
  const [least, most] = [FIRST_START, year];
  const faults: Record<string, string | undefined> = {
    startYear:
      Number.isInteger(begun) && begun >= least && begun <= most
        ? undefined
        : t`Escriba un número de ${least} a ${most}.`,
    website:
      website.trim() === "" || /^https?:\/\/[^\s/]+\.\S+$/.test(website.trim())
        ? undefined
        : t`Escriba el enlace completo, desde https://`,
    rate: rated
      ? rateOf(rate)
        ? undefined
        : t`Escriba soles por un dólar, como 3.7512.`
      : rateOn || rateSource.trim()
        ? t`Falta el tipo de cambio.`
        : undefined,
    rateOn: rated && !rateOn ? t`Escriba el día.` : dayLater(rateOn),
    rateSource: rated && !rateSource.trim() ? t`Escriba de dónde sale el tipo de cambio.` : undefined,
  };
  return Object.fromEntries(Object.entries(faults).filter(([, fault]) => fault !== undefined));
}

/** What is sent of what was written without faults. */
export function measureOf(written: Written): CultureMeasureInput {
  const { title, features, results, conclusions, website, rateSource, startYear } = written;
  return {
    title: title.trim(),
    features: features.trim(),
    results: results.trim(),
    evaluated: answerOf(written.evaluated),
    conclusions: conclusions.trim(),
    goals: [...written.goals],
    domains: [...written.domains],
    level: written.level,
    startYear: startYear.trim() === "" ? null : Number(startYear),
    website: website.trim(),
    youth: answerOf(written.youth),
    valueChain: [...written.valueChain],
    rate: rateOf(written.rate) ?? null,
    rateOn: written.rateOn ?? null,
    rateSource: rateSource.trim(),
  };
}

/** Soles for one dollar, with four decimals at most, as the service reads them; nothing when it is no such number. */
export function rateOf(typed: string): string | undefined {
  const [, whole, places] = /^(\d{1,4})(?:[.,](\d{1,4}))?$/.exec(typed.trim()) ?? [];
  if (whole === undefined) return undefined;
  const rate = places ? `${whole}.${places}` : whole;
  return Number(rate) > 0 ? rate : undefined;
}

/** A sentence put before what was written; once only. */
export function withSentence(results: string, sentence: string): string {
  if (results.includes(sentence)) return results;
  return [sentence, results.trim()].filter(Boolean).join("\n\n");
}

/** A field by the name under which the form shows it. */
export function fieldWords(field: string): string {
  const words: Record<string, string> = {
    title: t`Título de la medida`,
    features: t`Características principales`,
    results: t`Resultados logrados`,
    evaluated: t`Si se evaluó`,
    conclusions: t`Conclusiones de la evaluación`,
    goals: t`Objetivos de la Convención`,
    domains: t`Ámbitos culturales`,
    level: t`Alcance`,
    startYear: t`Año de inicio`,
    website: t`Página web`,
    youth: t`Si es para jóvenes`,
    valueChain: t`Partes de la cadena de valor`,
    rate: t`Tipo de cambio`,
    rateOn: t`Día del tipo de cambio`,
    rateSource: t`De dónde sale el tipo de cambio`,
  };
  return words[field] ?? field;
}

function dayLater(day: Day | undefined): string | undefined {
  return day && day > today() ? t`Ese día todavía no llega.` : undefined;
}

function saidOf(answer: boolean | null): Said {
  return answer === null ? "" : answer ? "YES" : "NO";
}

function answerOf(said: Said): boolean | null {
  return said === "" ? null : said === "YES";
}
