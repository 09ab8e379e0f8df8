import AsyncStorage from "@react-native-async-storage/async-storage";

/** Texts by name that outlive the app. What is kept here is sealed before it arrives. */
export const store = {
  read: async (name: string): Promise<string | undefined> => (await AsyncStorage.getItem(name)) ?? undefined,
  write: (name: string, text: string): Promise<void> => AsyncStorage.setItem(name, text),
  remove: (name: string): Promise<void> => AsyncStorage.removeItem(name),
  names: async (): Promise<string[]> => [...(await AsyncStorage.getAllKeys())],
};
