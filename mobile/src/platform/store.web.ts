import { del, get, keys, set } from "idb-keyval";

/** Texts by name that outlive the page. What is kept here is sealed before it arrives. */
export const store = {
  read: (name: string): Promise<string | undefined> => get<string>(name),
  write: (name: string, text: string): Promise<void> => set(name, text),
  remove: (name: string): Promise<void> => del(name),
  async names(): Promise<string[]> {
    return (await keys()).filter((each): each is string => typeof each === "string");
  },
};
