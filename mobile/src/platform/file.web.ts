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

/** Whether somebody can choose a file here. */
export const CAN_TAKE = true;

/** A file that somebody chooses, in base64; nothing when they choose none or it is larger than `most` bytes. */
export function takeFile(most: number): Promise<{ name: string; base64: string } | "none" | "large"> {
  return new Promise((resolve) => {
    const input = document.createElement("input");
    input.type = "file";
    input.addEventListener("cancel", () => resolve("none"));
    input.addEventListener("change", () => {
      const file = input.files?.[0];
      if (!file) return resolve("none");
      if (file.size > most) return resolve("large");
      void file.arrayBuffer().then((content) => {
        const signs = Array.from(new Uint8Array(content), (byte) => String.fromCharCode(byte)).join("");
        resolve({ name: file.name, base64: btoa(signs) });
      });
    });
    input.click();
  });
}
