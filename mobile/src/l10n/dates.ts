/**
 * Days and hours as people in Peru write them, always by the clocks of Lima.
 *
 * Lima is five hours behind UTC all the year round, so no time zone data is needed, which phones may lack; and
 * month and weekday names come from our catalogues, because no engine has them in Quechua or Aymara.
 */
import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg, t } from "@lingui/core/macro";

const LIMA = -5 * 3600_000;
const DAY = 24 * 3600_000;

const WEEKDAYS = [
  msg`domingo`,
  msg`lunes`,
  msg`martes`,
  msg`miércoles`,
  msg`jueves`,
  msg`viernes`,
  msg`sábado`,
];
const MONTHS = [
  msg`enero`,
  msg`febrero`,
  msg`marzo`,
  msg`abril`,
  msg`mayo`,
  msg`junio`,
  msg`julio`,
  msg`agosto`,
  msg`septiembre`,
  msg`octubre`,
  msg`noviembre`,
  msg`diciembre`,
];

/** A calendar day in Lima, such as 2026-03-01. */
export type Day = string;

/** The day in Lima at an instant. */
export function dayAt(instant: string | number | Date): Day {
  return new Date(new Date(instant).getTime() + LIMA).toISOString().slice(0, 10);
}

/** Today in Lima. */
export function today(): Day {
  return dayAt(Date.now());
}

/** The day so many days later. */
export function daysLater(day: Day, count: number): Day {
  return new Date(Date.parse(day) + count * DAY).toISOString().slice(0, 10);
}

/** How many days from one day to another. */
export function daysBetween(first: Day, last: Day): number {
  return Math.round((Date.parse(last) - Date.parse(first)) / DAY);
}

/** 0 Sunday to 6 Saturday. */
export function weekdayOf(day: Day): number {
  return new Date(Date.parse(day)).getUTCDay();
}

/** Such as “sábado”. */
export function weekday(day: Day): string {
  return named(WEEKDAYS, weekdayOf(day));
}

/** The first letters of a weekday, 0 Sunday: such as “sáb”. */
export function weekdayShort(number: number): string {
  return named(WEEKDAYS, number).slice(0, 3);
}

/** Such as “noviembre”. */
export function month(day: Day): string {
  return named(MONTHS, Number(day.slice(5, 7)) - 1);
}

/** Such as “noviembre de 2026”. */
export function monthAndYear(day: Day): string {
  const name = month(day);
  const year = day.slice(0, 4);
  return t`${name} de ${year}`;
}

/** Such as “sábado 21 de noviembre”; with the year where it is another one than now. */
export function longDay(day: Day): string {
  const week = weekday(day);
  const number = Number(day.slice(8));
  const name = month(day);
  const year = day.slice(0, 4);
  return year === today().slice(0, 4)
    ? t`${week} ${number} de ${name}`
    : t`${week} ${number} de ${name} de ${year}`;
}

/** As in a form or a document: such as “21/11/2026”. */
export function figures(day: Day): string {
  return `${day.slice(8)}/${day.slice(5, 7)}/${day.slice(0, 4)}`;
}

/** Such as “9:00 a. m.”, which no line breaks apart. */
export function hour(instant: string): string {
  const at = new Date(Date.parse(instant) + LIMA);
  const hours = at.getUTCHours();
  const minutes = String(at.getUTCMinutes()).padStart(2, "0");
  return `${hours % 12 || 12}:${minutes}\u00a0${hours < 12 ? "a.\u00a0m." : "p.\u00a0m."}`;
}

/** Such as “de 9:00 a. m. a 11:30 a. m.”. */
export function hours(starts: string, ends: string): string {
  const first = hour(starts);
  const last = hour(ends);
  return t`de ${first} a ${last}`;
}

/** How far a day is, in words: “hoy”, “mañana”, “en 5 días”; nothing for the past. */
export function farness(day: Day): string {
  const days = daysBetween(today(), day);
  if (days === 0) return t`hoy`;
  if (days === 1) return t`mañana`;
  return days > 1 ? t`en ${days} días` : "";
}

/** When something was known: “hoy a las 8:15 a. m.”, “ayer a las …”, “el 3 de noviembre a las …”. */
export function moment(instant: string | number): string {
  const iso = new Date(instant).toISOString();
  const day = dayAt(iso);
  const at = hour(iso);
  const days = daysBetween(day, today());
  if (days === 0) return t`hoy a las ${at}`;
  if (days === 1) return t`ayer a las ${at}`;
  const number = Number(day.slice(8));
  const name = month(day);
  return t`el ${number} de ${name} a las ${at}`;
}

function named(names: readonly MessageDescriptor[], index: number): string {
  const name = names[index];
  return name ? i18n._(name) : "";
}
