/** Folders and files of an invented phone, and what its owner chooses among them. */
import { Directory, File, Paths } from "expo-file-system";

/** Whoever is asked for a folder chooses this one, until the test ends. */
export function choosesFolder(): void {
  jest.spyOn(Directory, "pickDirectoryAsync").mockResolvedValue(new Directory(Paths.cache));
}

/** Whoever is asked for a folder leaves it: the system raises then. */
export function choosesNoFolder(): void {
  jest.spyOn(Directory, "pickDirectoryAsync").mockRejectedValue(new Error("File picking was cancelled"));
}

/** The bytes of a file in the folder that was chosen, in base64. */
export async function bytesOf(name: string): Promise<string> {
  const bytes = new Uint8Array(await new File(Paths.cache, name).arrayBuffer());
  return btoa(String.fromCharCode(...bytes));
}

/** Whoever is asked for a file chooses the one of this name in that folder, or none. */
export function choosesFile(name: string | undefined): void {
  const found = name === undefined ? undefined : new File(Paths.cache, name);
  const answer = found ? { result: found, canceled: false } : { result: null, canceled: true };
  jest.spyOn(File, "pickFileAsync").mockResolvedValue(answer as never);
}
