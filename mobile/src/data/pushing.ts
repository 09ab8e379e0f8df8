/**
 * Pushes to this phone: whether its owner wants them, and by which address the service reaches it.
 *
 * A phone has one address, so of several people the one who came in last and wants pushes has it; the service moves it
 * from one to the other. Nobody has it who is still outside of their PIN.
 */
import { uuid } from "@/platform/cipher";
import { exclusive } from "@/platform/exclusive";
import {
  dropPushes,
  lookedAt,
  onPush,
  onPushTap,
  onPushToken,
  PUSHES,
  pushPermission,
  pushToken,
} from "@/platform/push";
import { store } from "@/platform/store";
import { onWake } from "@/platform/wake";
import { act } from "./acts";
import { RegisterPushDevice } from "./gen/documents";
import { NoAnswer, Refused } from "./send";
import { type OpenProfile, PUSHED_TO } from "./vault";

/** Where a profile keeps its wish, and what the service was told last. */
export const PUSH = "push";

export type Push = { on: boolean; value?: string; at?: number };

/** Milliseconds after which the address is told again: the service doubts one it has not heard of for a month. */
const AGAIN = 14 * 24 * 3600_000;

/** While a family is in: the address is told where it must be, a tap leads to the inbox, and what comes is asked for. */
export function beginPushing(
  profile: OpenProfile,
  { news, tapped }: Record<"news" | "tapped", () => void>,
): () => void {
  if (!PUSHES || profile.kind !== "family") return () => {};
  lookedAt(true);
  const tell = () => void tellAddress(profile);
  tell();
  const stops = [onPushToken(tell), onWake(tell), onPush(news), onPushTap(tapped)];
  return () => {
    lookedAt(false);
    for (const stop of stops) stop();
  };
}

/** Tell the service how to reach this phone, if it is wanted and not known yet. Answers whether it is known now. */
export function tellAddress(profile: OpenProfile): Promise<boolean> {
  return exclusive("push-address", async () => {
    const push = await profile.read<Push>(PUSH);
    if (!push?.on || (await pushPermission()) !== "granted") return false;
    const value = await pushToken();
    if (!value) return false;
    const mine = (await store.read(PUSHED_TO)) === profile.id;
    if (mine && push.value === value && Date.now() - (push.at ?? 0) < AGAIN) return true;
    if (!(await isRegistered(value))) return false;
    await profile.write(PUSH, { on: true, value, at: Date.now() } satisfies Push);
    await store.write(PUSHED_TO, profile.id);
    return true;
  });
}

/** The service has forgotten the address, so the phone does, unless it belongs to somebody else by now. */
export async function stopPushing(profile: OpenProfile): Promise<void> {
  await profile.write(PUSH, { on: false } satisfies Push);
  if ((await store.read(PUSHED_TO)) !== profile.id) return;
  await store.remove(PUSHED_TO);
  await dropPushes();
}

/** Without an answer, or refused for now: it is tried again when the app is looked at. */
async function isRegistered(value: string): Promise<boolean> {
  try {
    return "done" in (await act(RegisterPushDevice, { kind: "FCM_TOKEN", value, requestId: uuid() }));
  } catch (error) {
    if (!(error instanceof NoAnswer || error instanceof Refused)) throw error;
    return false;
  }
}
