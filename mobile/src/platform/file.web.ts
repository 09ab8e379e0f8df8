/** Put a file of any kind among the downloads. Answers whether that was done. */
export async function keepFile(name: string, base64: string): Promise<boolean> {
  const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads it after the click.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  return true;
}

/** A file that somebody chooses, unless they choose none, it has more bytes than `most`, or it cannot be read. */
export function takeFile(most: number): Promise<Taken> {
  return take(most, "", async (file) => ({ base64: await inBase64(file) }));
}

let shown = "";

/** A picture, like a file. */
export function takePicture(most: number): Promise<Chosen> {
  return take(most, "image/*", async (file) => {
    const bytes = new Uint8Array(await file.arrayBuffer());
    // The one before is shown no more.
    URL.revokeObjectURL(shown);
    shown = URL.createObjectURL(file);
    return { bytes, uri: shown };
  });
}

/** Let somebody choose a file of these kinds, and read it. */
function take<F>(
  most: number,
  kinds: string,
  read: (file: File) => Promise<F>,
): Promise<F | Exclude<Taken, object>> {
  return new Promise((resolve) => {
    const input = document.createElement("input");
    input.type = "file";
    input.accept = kinds;
    input.addEventListener("cancel", () => resolve("none"));
    input.addEventListener("change", () => {
      const file = input.files?.[0];
      if (!file) return resolve("none");
      if (file.size > most) return resolve("large");
      void read(file).then(resolve, () => resolve("unread"));
    });
    input.click();
  });
}

async function inBase64(file: File): Promise<string> {
  const signs = Array.from(new Uint8Array(await file.arrayBuffer()), (byte) => String.fromCharCode(byte));
  return btoa(signs.join(""));
}

/** What came of choosing a file: its bytes, or why there are none. */
export type Taken = { base64: string } | "none" | "large" | "unread";

/** A picture that was chosen: its bytes and what an image takes, or why there are none. */
export type Chosen = Picked | Exclude<Taken, object>;
export type Picked = { bytes: Uint8Array<ArrayBuffer>; uri: string };
