/** Words that several screens say about how notices come. */
import { t } from "@lingui/core/macro";
import type { SmsChoice } from "@/data/gen/documents";
import type { Choices } from "@/data/inbox";

/** What notices are about, as the screens group them. */
export type Group = "visits" | "offers" | "events" | "account";

/** The group of a kind; one that the service adds later stands with the account's own. */
export function groupOf(kind: string): Group {
  if (/^(visit_|rule_|day_)/.test(kind)) return "visits";
  if (kind.startsWith("offer_")) return "offers";
  return kind.startsWith("event_") ? "events" : "account";
}

/** The name of a group. */
export function groupWords(group: Group): string {
  const words: Record<Group, string> = {
    visits: t`Visitas`,
    offers: t`Lugares que se liberan`,
    events: t`Actividades`,
    account: t`Sus pedidos y su cuenta`,
  };
  return words[group];
}

/** When a text message goes. */
export function smsWords(choice: SmsChoice): string {
  if (choice === "NEVER") return t`Nunca`;
  return choice === "ALWAYS" ? t`Siempre` : t`Solo si el aviso no llega al celular`;
}

/** How a kind comes, in a line. */
export function howWords({ push, sms }: Choices): string {
  const text = { NEVER: "", INSTEAD: t`mensaje de texto si no llega`, ALWAYS: t`mensaje de texto` }[sms];
  const ways = [push ? t`aviso en el celular` : "", text].filter(Boolean).join(", ");
  return ways || t`solo en la aplicación`;
}
