/** Words that several screens say about how notices come. */
import { t } from "@lingui/core/macro";
import type { SmsChoice } from "@/data/gen/documents";

/** When a text message goes. */
export function smsWords(choice: SmsChoice): string {
  if (choice === "NEVER") return t`Nunca`;
  return choice === "ALWAYS" ? t`Siempre` : t`Solo si el aviso no llega al celular`;
}
