/** What the codes of ensembles, means and the yearly report are called, for whoever plans them. */
import { plural, t } from "@lingui/core/macro";
import type { BudgetSource, ContributionKind, EnsembleKind, PartnerKind } from "@/data/gen/staff/culture";
import { type Day, figures } from "@/l10n/dates";

export const ENSEMBLE_KINDS: readonly EnsembleKind[] = [
  "ORCHESTRA",
  "BAND",
  "CHOIR",
  "PERCUSSION",
  "CHAMBER",
  "DANCE",
  "THEATRE",
  "LITERARY",
  "PLASTIC",
  "OTHER",
];

export const PARTNER_KINDS: readonly PartnerKind[] = [
  "PUBLIC",
  "PRIVATE",
  "CIVIL_SOCIETY",
  "EMBASSY",
  "MUSEUM",
  "UNIVERSITY",
  "COMPANY",
];

export const CONTRIBUTION_KINDS: readonly ContributionKind[] = ["CASH", "IN_KIND"];

export const SOURCES: readonly BudgetSource[] = [
  "TREASURY",
  "OWN_INCOME",
  "COOPERATION",
  "PARTNER",
  "SALES",
  "OTHER",
];

/** What a group does together. */
export function ensembleKindWords(kind: EnsembleKind): string {
  const words: Record<EnsembleKind, string> = {
    ORCHESTRA: t`Orquesta`,
    BAND: t`Banda`,
    CHOIR: t`Coro`,
    PERCUSSION: t`Percusión`,
    CHAMBER: t`Conjunto de cámara`,
    DANCE: t`Danza`,
    THEATRE: t`Teatro`,
    LITERARY: t`Letras`,
    PLASTIC: t`Artes plásticas`,
    OTHER: t`Otro`,
  };
  return words[kind];
}

/** Who pays. */
export function sourceWords(source: BudgetSource): string {
  const words: Record<BudgetSource, string> = {
    TREASURY: t`Recursos ordinarios`,
    OWN_INCOME: t`Recursos propios`,
    COOPERATION: t`Cooperación internacional`,
    PARTNER: t`Un aliado`,
    SALES: t`Ventas`,
    OTHER: t`Otra fuente`,
  };
  return words[source];
}

/** An age, from one to another; nobody knows where neither is told. */
export function ageWords(from: number | null, to: number | null): string {
  if (from !== null && to !== null) return t`${from} a ${to} años`;
  if (from !== null) return t`${from} años o más`;
  return to === null ? t`No se sabe la edad` : t`Hasta ${to} años`;
}

/** Who is in a group today, in figures and words. */
export function membersWords(count: number): string {
  return plural(count, { 0: "nadie todavía", one: "# integrante", other: "# integrantes" });
}

/** People, in figures and words. */
export function peopleWords(count: number): string {
  return plural(count, { 0: "nadie", one: "# persona", other: "# personas" });
}

/** Who was counted as coming; that nobody counted is not that nobody came. */
export function cameWords(count: number): string {
  return plural(count, { 0: "sin público contado", one: "# persona", other: "# personas" });
}

/** From which day, and until which where there is one. */
export function stretchWords(fromOn: Day, untilOn: Day | null): string {
  const from = figures(fromOn);
  const until = untilOn ? figures(untilOn) : "";
  return until ? t`del ${from} al ${until}` : t`desde el ${from}`;
}
