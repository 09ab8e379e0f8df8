/** One date of an event, as the service tells it. */
import type { HappeningQuery, WhatsOnQuery } from "@/data/gen/family/events";

/** All of it. */
export type Happening = HappeningQuery["happening"];

/** As much as a list says. */
export type Listed = WhatsOnQuery["whatsOn"]["nodes"][number];

export type Kind = Listed["kind"];

/** What a household answered. */
export type Answer = NonNullable<Happening["answer"]>;

/** An answer that counts. */
export type Live = Answer & { state: "GOING" | "WAITING" | "OFFERED" };

/** Whether an answer counts: it was not withdrawn. */
export function isLive(answer: Answer | null): answer is Live {
  return answer !== null && answer.state !== "WITHDRAWN";
}

/** Whether a date is to come or under way. */
export function isOn({ endsAt }: Pick<Listed, "endsAt">, now: number): boolean {
  return Date.parse(endsAt) > now;
}
