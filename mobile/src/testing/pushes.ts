/** A phone that FCM pushes to, in memory: what the app asks of the system, and what a test lets happen to it. */
type Listener = (what?: unknown) => void;
type Shown = { request: { identifier: string; content: { data?: Record<string, unknown> } } };
type Task = (body: { data: unknown }) => Promise<void>;

const FRESH = {
  granted: false,
  canAskAgain: true,
  /** What its owner says when the system asks. */
  says: true,
  token: "token-1" as string | undefined,
  asked: 0,
  dropped: 0,
  tapped: null as object | null,
};

export const phone = {
  ...FRESH,
  channels: {} as Record<string, object>,
  shown: [] as Shown[],
  listeners: { token: new Set<Listener>(), push: new Set<Listener>(), tap: new Set<Listener>() },
  tasks: {} as Record<string, Task>,
  handler: undefined as { handleNotification: () => Promise<Record<string, boolean>> } | undefined,
  reset() {
    Object.assign(phone, FRESH, { channels: {}, shown: [] });
    for (const each of Object.values(phone.listeners)) each.clear();
  },
  /** FCM gives it another token. */
  renew(token: string) {
    phone.token = token;
    for (const each of phone.listeners.token) each();
  },
  /** Something comes while the app is open. */
  push() {
    for (const each of phone.listeners.push) each();
  },
  /** A push is tapped; before anybody is in, it waits. */
  tap() {
    phone.tapped = {};
    for (const each of phone.listeners.tap) each();
  },
  /** Data comes, whether somebody is in or not. */
  async wake(data: Record<string, string>) {
    for (const task of Object.values(phone.tasks)) await task({ data: { data, notification: null } });
  },
};

const listen = (to: Set<Listener>) => (call: Listener) => {
  to.add(call);
  return { remove: () => to.delete(call) };
};

export const notifications = {
  AndroidImportance: { HIGH: 6 },
  AndroidNotificationVisibility: { PRIVATE: 2 },
  addPushTokenListener: listen(phone.listeners.token),
  addNotificationReceivedListener: listen(phone.listeners.push),
  addNotificationResponseReceivedListener: listen(phone.listeners.tap),
  getLastNotificationResponse: () => phone.tapped,
  clearLastNotificationResponse: () => {
    phone.tapped = null;
  },
  getPermissionsAsync: async () => ({ granted: phone.granted, canAskAgain: phone.canAskAgain }),
  requestPermissionsAsync: async () => {
    phone.asked += 1;
    phone.granted = phone.says;
    return { granted: phone.granted };
  },
  setNotificationChannelAsync: async (id: string, channel: object) => {
    phone.channels[id] = channel;
  },
  setNotificationHandler: (handler: NonNullable<typeof phone.handler>) => {
    phone.handler = handler;
  },
  getDevicePushTokenAsync: async () => {
    if (!phone.token) throw new Error("no connection to FCM");
    return { type: "android", data: phone.token };
  },
  unregisterForNotificationsAsync: async () => {
    phone.dropped += 1;
  },
  dismissAllNotificationsAsync: async () => {
    phone.shown = [];
  },
  getPresentedNotificationsAsync: async () => phone.shown,
  dismissNotificationAsync: async (identifier: string) => {
    phone.shown = phone.shown.filter(({ request }) => request.identifier !== identifier);
  },
  registerTaskAsync: async () => null,
};

export const tasks = {
  defineTask: (name: string, task: Task) => {
    phone.tasks[name] = task;
  },
};
