/** Words about advice: its topics, whom it is for, and how sure it is. */
import { t } from "@lingui/core/macro";
import type { AdviceAudience, AdviceTopic, VisitAdviceQuery } from "@/data/gen/documents";

/** One thing to know. */
export type Item = Extract<VisitAdviceQuery["visitAdvice"], { __typename: "VisitAdvice" }>["items"][number];

/** The advice by topic, in the order in which the service tells it. */
export function topics(items: readonly Item[]): { topic: AdviceTopic; items: Item[] }[] {
  const found = new Map<AdviceTopic, Item[]>();
  for (const item of items) found.set(item.topic, [...(found.get(item.topic) ?? []), item]);
  return [...found].map(([topic, inIt]) => ({ topic, items: inIt }));
}

export function topicWords(topic: AdviceTopic): string {
  const words: Record<AdviceTopic, string> = {
    DOCUMENTS: t`Documentos`,
    CLOTHES: t`Ropa`,
    FOOD: t`Comida`,
    MONEY: t`Dinero`,
    FORBIDDEN: t`Deje en casa`,
    CHILDREN: t`Niñas y niños`,
    ARRIVAL: t`Al llegar`,
  };
  return words[topic];
}

/** Whom it is for, and where it is from: what no source says of this place is to be asked about. */
export function noteWords({ topic, audience, confirmed, sourceTitle }: Item): string {
  const sure = confirmed ? (sourceTitle ? t`Fuente: ${sourceTitle}` : "") : t`Por confirmar`;
  // Under the heading of children it goes without saying.
  const whom = topic === "CHILDREN" && audience === "CHILDREN" ? "" : audienceWords(audience);
  return [whom, sure].filter(Boolean).join(" · ");
}

function audienceWords(audience: AdviceAudience): string {
  const words: Record<AdviceAudience, string> = {
    EVERYBODY: "",
    WOMEN: t`Mujeres`,
    MEN: t`Hombres`,
    CHILDREN: t`Niñas y niños`,
  };
  return words[audience];
}
