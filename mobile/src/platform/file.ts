import { Directory, File } from "expo-file-system";

/** Of no kind in particular: told a kind, Android changes the end of the name to fit it. */
const ANY_KIND = "application/octet-stream";

/** Write a file, byte for byte, into a folder that its owner chooses. Answers whether that was done. */
export async function keepFile(name: string, base64: string): Promise<boolean> {
  try {
    const folder = await Directory.pickDirectoryAsync();
    fileIn(folder, name).write(base64, { encoding: "base64" });
    return true;
  } catch {
    // No folder was chosen, or nothing may be written there.
    return false;
  }
}

/** A new file in a folder; where there is one of its name, iOS makes no other, and it is written anew. */
function fileIn(folder: Directory, name: string): File {
  try {
    return folder.createFile(name, ANY_KIND);
  } catch {
    return new File(folder, name);
  }
}

/** A file that somebody chooses, unless they choose none, it has more bytes than `most`, or it cannot be read. */
export async function takeFile(most: number): Promise<Taken> {
  const { result } = await File.pickFileAsync();
  if (!result) return "none";
  try {
    return result.size > most ? "large" : { base64: await result.base64() };
  } catch {
    return "unread";
  }
}

/** What came of choosing a file: its bytes, or why there are none. */
export type Taken = { base64: string } | "none" | "large" | "unread";

/** A picture, like a file. */
export async function takePicture(most: number): Promise<Chosen> {
  const { result } = await File.pickFileAsync({ mimeTypes: ["image/*"] });
  if (!result) return "none";
  try {
    return result.size > most ? "large" : { bytes: await result.bytes(), uri: result.uri };
  } catch {
    return "unread";
  }
}

/** A picture that was chosen: its bytes and what an image takes, or why there are none. */
export type Chosen = Picked | Exclude<Taken, object>;
export type Picked = { bytes: Uint8Array<ArrayBuffer>; uri: string };
