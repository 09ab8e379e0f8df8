// What leaves the screen: the drawn code, read back as a camera reads it, and the printed paper.
import decode from "../../../mobile/node_modules/qr/decode.js";

/** The words of the code drawn on the screen, read from a picture of it. */
export async function readQr(page, drawn = page.getByRole("img", { name: /código/i }).last()) {
  const picture = await drawn.screenshot({ animations: "disabled" });
  const table = await page.context().newPage();
  const { data, width, height } = await table.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes]));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext("2d");
    context.drawImage(bitmap, 0, 0);
    const image = context.getImageData(0, 0, bitmap.width, bitmap.height);
    return { data: [...image.data], width: image.width, height: image.height };
  }, picture.toString("base64"));
  await table.close();
  return decode({ data: Uint8Array.from(data), width, height });
}

/** How many sheets the page prints on, and of what size. */
export async function pagesOf(page) {
  const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: false })).toString("latin1");
  const count = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  const [, wide, high] = /\/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)/.exec(pdf) ?? [];
  const millimetres = [wide, high].map((points) => Math.round((Number(points) / 72) * 25.4));
  return { count, size: millimetres.join("×") === "148×210" ? "A5" : millimetres.join("×") };
}
