/** The native modules that Jest has no phone for, in memory and faithful: what is kept is what was given. */
jest.mock("@react-native-async-storage/async-storage", () =>
  require("@react-native-async-storage/async-storage/jest/async-storage-mock"),
);

jest.mock("expo-secure-store", () => {
  const kept = new Map<string, string>();
  return {
    WHEN_UNLOCKED_THIS_DEVICE_ONLY: 1,
    getItemAsync: async (name: string) => kept.get(name) ?? null,
    setItemAsync: async (name: string, value: string) => void kept.set(name, value),
    deleteItemAsync: async (name: string) => void kept.delete(name),
  };
});

jest.mock("expo-crypto", () => ({
  getRandomBytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)),
  randomUUID: () => crypto.randomUUID(),
}));

jest.mock("expo-notifications", () => require("./pushes").notifications);
jest.mock("expo-task-manager", () => require("./pushes").tasks);
