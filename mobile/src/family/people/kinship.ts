/** What a visitor is to their relative, in words. */
import { t } from "@lingui/core/macro";
import type { Kinship } from "@/data/gen/documents";

/** The kinships that most families mean, the nearest first. */
export const NEAR: readonly Kinship[] = [
  "MOTHER",
  "FATHER",
  "SPOUSE",
  "COHABITANT",
  "CHILD",
  "SIBLING",
  "GRANDPARENT",
  "FRIEND",
];

/** All the others. */
export const FAR: readonly Kinship[] = [
  "UNCLE_OR_AUNT",
  "COUSIN",
  "NEPHEW_OR_NIECE",
  "GRANDCHILD",
  "PARENT_IN_LAW",
  "CHILD_IN_LAW",
  "SIBLING_IN_LAW",
  "STEPPARENT",
  "STEPCHILD",
  "GODPARENT",
  "GUARDIAN",
  "GREAT_GRANDPARENT",
  "GREAT_GRANDCHILD",
  "GREAT_UNCLE_OR_AUNT",
  "GREAT_NEPHEW_OR_NIECE",
  "GRANDPARENT_IN_LAW",
  "STEP_GRANDCHILD",
  "OTHER",
];

/** Such as “Madre”: the visitor is their relative's mother. */
export function kinshipWords(kinship: Kinship): string {
  const words: Record<Kinship, string> = {
    MOTHER: t`Madre`,
    FATHER: t`Padre`,
    CHILD: t`Hija o hijo`,
    SIBLING: t`Hermana o hermano`,
    GRANDPARENT: t`Abuela o abuelo`,
    GRANDCHILD: t`Nieta o nieto`,
    GREAT_GRANDPARENT: t`Bisabuela o bisabuelo`,
    GREAT_GRANDCHILD: t`Bisnieta o bisnieto`,
    UNCLE_OR_AUNT: t`Tía o tío`,
    NEPHEW_OR_NIECE: t`Sobrina o sobrino`,
    GREAT_UNCLE_OR_AUNT: t`Tía abuela o tío abuelo`,
    GREAT_NEPHEW_OR_NIECE: t`Sobrina nieta o sobrino nieto`,
    COUSIN: t`Prima o primo`,
    SPOUSE: t`Esposa o esposo`,
    COHABITANT: t`Conviviente`,
    PARENT_IN_LAW: t`Suegra o suegro`,
    CHILD_IN_LAW: t`Nuera o yerno`,
    STEPPARENT: t`Madrastra o padrastro`,
    STEPCHILD: t`Hijastra o hijastro`,
    SIBLING_IN_LAW: t`Cuñada o cuñado`,
    GRANDPARENT_IN_LAW: t`Abuela o abuelo de la pareja`,
    STEP_GRANDCHILD: t`Nieta o nieto de la pareja`,
    GODPARENT: t`Madrina o padrino`,
    GUARDIAN: t`Tutora o tutor`,
    FRIEND: t`Amiga o amigo`,
    OTHER: t`Otro`,
  };
  return words[kinship];
}
