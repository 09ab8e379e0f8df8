/**
 * The pass on half a sheet: day, hours, names, code. Neither where it leads nor whom one sees stands on it, for a paper
 * is left on tables and in pockets.
 */
import { t } from "@lingui/core/macro";
import { encode } from "uqr";
import { dayAt, figures, hour, hours, longDay } from "@/l10n/dates";
import type { KnownVisit } from "../known";
import { groupedCode, plainCode } from "./code";
import type { Companion } from "./party";

/** More people than this stand in two columns, so that the paper stays one. */
const MANY = 4;

type Given = { visit: KnownVisit; party: readonly Companion[]; asOf: number; language: string };

/** Its markup: plain elements and classes, without styles or scripts of its own. */
export function paperOf({ visit, party, asOf, language }: Given): string {
  const day = figures(dayAt(asOf));
  const at = hour(new Date(asOf).toISOString());
  return [
    `<article class="${party.length > MANY ? "pass many" : "pass"}" lang="${safe(language)}">`,
    `<p class="brand">Encuentro</p>`,
    `<h1>${safe(longDay(visit.visitOn))}</h1>`,
    `<p class="hours">${safe(hours(visit.startsAt, visit.endsAt))}</p>`,
    `<p class="code">${safe(groupedCode(visit.reference))}</p>`,
    drawn(plainCode(visit.reference)),
    `<ul>${party.map(line).join("")}</ul>`,
    `<p>${safe(t`Muestre este papel o diga el código. El celular se queda afuera.`)}</p>`,
    `<p class="small">${safe(t`Antes de salir, mire en la app si la visita sigue en pie.`)}<br>`,
    `${safe(t`Este papel dice lo que se sabía el ${day} a las ${at}`)}</p>`,
    "</article>",
  ].join("");
}

function line({ name, minor, document }: Companion): string {
  const rest = [minor ? t`menor de edad` : "", document].filter(Boolean).join(", ");
  return `<li><b>${safe(name)}</b>${rest ? `<br>${safe(rest)}` : ""}</li>`;
}

/** The code as a drawing of one path, four free squares around it. */
function drawn(words: string): string {
  const { data, size } = encode(words, { border: 4, ecc: "M" });
  const path = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join("");
  return `<svg viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges" aria-hidden="true"><path d="${path}"/></svg>`;
}

function safe(text: string): string {
  const signs: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return text.replace(/[&<>"]/g, (sign) => signs[sign] ?? sign);
}
