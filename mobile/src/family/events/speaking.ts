/** The words of these screens: in Spanish they come with them, in another language they are fetched beside them. */
import { speakAlso, type Words } from "@/l10n/l10n";
import { messages as spanish } from "@/l10n/words/events/es";

const EVENTS: Words = {
  es: async () => ({ messages: spanish }),
  quz: () => import("@/l10n/words/events/quz"),
  ay: () => import("@/l10n/words/events/ay"),
  en: () => import("@/l10n/words/events/en"),
};

/** Without signal on the first use they are said in Spanish, which is better than not at all. */
export const spoken: Promise<void> = speakAlso(EVENTS).catch(() => undefined);
