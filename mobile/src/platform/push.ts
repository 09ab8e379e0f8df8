import {
  AndroidImportance,
  AndroidNotificationVisibility,
  addNotificationReceivedListener,
  addNotificationResponseReceivedListener,
  addPushTokenListener,
  clearLastNotificationResponse,
  dismissAllNotificationsAsync,
  dismissNotificationAsync,
  getDevicePushTokenAsync,
  getLastNotificationResponse,
  getPermissionsAsync,
  getPresentedNotificationsAsync,
  type NotificationTaskPayload,
  registerTaskAsync,
  requestPermissionsAsync,
  setNotificationChannelAsync,
  setNotificationHandler,
  unregisterForNotificationsAsync,
} from "expo-notifications";
import { defineTask } from "expo-task-manager";
import { Linking, Platform } from "react-native";

/** The service pushes through FCM, whose address this build knows on Android alone. */
export const PUSHES = Platform.OS === "android";

/** As in app.json: what FCM shows while the app is closed goes there, too. */
const CHANNEL = "notices";
const WITHDRAWN = "withdrawn-notices";

let looking = false;

/** Whether a person is in the app: then the inbox tells them, and nothing is shown besides. */
export function lookedAt(now: boolean): void {
  looking = now;
}

/** Once, when the app starts, even when nobody sees it: what was withdrawn must leave the lock screen. */
export function beginPushes(): void {
  if (!PUSHES) return;
  setNotificationHandler({
    handleNotification: async () => ({
      shouldShowBanner: !looking,
      shouldShowList: !looking,
      shouldPlaySound: false,
      shouldSetBadge: false,
    }),
  });
  defineTask<NotificationTaskPayload>(WITHDRAWN, async ({ data: pushed }) => {
    if (!("data" in pushed)) return;
    const { tag, withdrawn } = pushed.data;
    if (withdrawn && typeof tag === "string") await takeAway(tag);
  });
  void registerTaskAsync(WITHDRAWN);
}

async function takeAway(tag: string): Promise<void> {
  for (const { request } of await getPresentedNotificationsAsync()) {
    // What Android showed by itself is named by an address that holds the tag.
    const [, foreign] = /[?&]tag=([^&]*)/.exec(request.identifier) ?? [];
    const shown = foreign === undefined ? request.identifier : decodeURIComponent(foreign);
    if (shown === tag || request.content.data?.tag === tag)
      await dismissNotificationAsync(request.identifier);
  }
}

/** Whether the system lets us show anything: “open” while it may still be asked. */
export async function pushPermission(): Promise<"granted" | "open" | "refused"> {
  const { granted, canAskAgain } = await getPermissionsAsync();
  if (granted) return "granted";
  return canAskAgain ? "open" : "refused";
}

/** Let the system ask, after our own words. `name`: of the channel, as the system's settings show it. */
export async function askForPushes(name: string): Promise<boolean> {
  // Android asks only for an app that has a channel.
  await setNotificationChannelAsync(CHANNEL, {
    name,
    importance: AndroidImportance.HIGH,
    lockscreenVisibility: AndroidNotificationVisibility.PRIVATE,
    showBadge: false,
  });
  return (await requestPermissionsAsync()).granted;
}

/** Where the system lets its owner change their mind. */
export function openSystemSettings(): void {
  void Linking.openSettings();
}

/** FCM's token of this phone; nothing without a connection, or in a build without FCM's file. */
export async function pushToken(): Promise<string | undefined> {
  try {
    return (await getDevicePushTokenAsync()).data as string;
  } catch {
    return undefined;
  }
}

/** FCM gave this phone another token. Answers how to stop. */
export function onPushToken(call: () => void): () => void {
  const listening = addPushTokenListener(call);
  return () => listening.remove();
}

/** Something was pushed while the app is open. Answers how to stop. */
export function onPush(call: () => void): () => void {
  const listening = addNotificationReceivedListener(call);
  return () => listening.remove();
}

/** A push was tapped: now, or before anybody was in. Answers how to stop. */
export function onPushTap(call: () => void): () => void {
  const tapped = () => {
    clearLastNotificationResponse();
    call();
  };
  if (getLastNotificationResponse()) tapped();
  const listening = addNotificationResponseReceivedListener(tapped);
  return () => listening.remove();
}

/** Nothing is pushed here any more, whether the service hears of it or not, and nothing is left on the lock screen. */
export async function dropPushes(): Promise<void> {
  await dismissAllNotificationsAsync();
  try {
    await unregisterForNotificationsAsync();
  } catch {
    // Without a connection FCM keeps the token; the service has forgotten the session it belongs to, or will.
  }
}
