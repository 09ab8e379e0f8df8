import { bytesOf, choosesFile, choosesFolder, choosesNoFolder } from "@/testing/files";
import { keepFile, takeFile, takePicture } from "./file";

afterEach(() => jest.restoreAllMocks());

test("a file has the bytes it was given, whatever letters they are and in whatever writing", async () => {
  choosesFolder();
  const lines = "K7MP-3QX9;0011-0222;Núñez Muñoz, Ñandú;20.50\r\n";
  const utf8 = btoa(String.fromCharCode(...new TextEncoder().encode(lines)));
  const latin1 = btoa(lines);
  expect(await keepFile("envios-utf8.csv", utf8)).toBe(true);
  expect(await keepFile("envios-latin1.csv", latin1)).toBe(true);
  expect(await bytesOf("envios-utf8.csv")).toBe(utf8);
  expect(await bytesOf("envios-latin1.csv")).toBe(latin1);
  expect(utf8).not.toBe(latin1);
});

test("a file that is kept once more stands in the place of the first", async () => {
  choosesFolder();
  await keepFile("envios.csv", btoa("the first and longer one"));
  expect(await keepFile("envios.csv", btoa("the second"))).toBe(true);
  expect(await bytesOf("envios.csv")).toBe(btoa("the second"));
});

test("nothing is kept where no folder was chosen, and it is said", async () => {
  choosesNoFolder();
  expect(await keepFile("unchosen.csv", btoa("a"))).toBe(false);
  await expect(bytesOf("unchosen.csv")).rejects.toThrow();
});

test("a file is taken byte for byte, unless it is too large, cannot be read or is not chosen", async () => {
  choosesFolder();
  const lines = "REFERENCIA;ESTADO\nK7MP-3QX9;Señalado\n";
  await keepFile("respuesta.csv", btoa(lines));
  choosesFile("respuesta.csv");
  expect(await takeFile(lines.length)).toEqual({ base64: btoa(lines) });
  expect(await takeFile(lines.length - 1)).toBe("large");
  choosesFile("not-there.csv");
  expect(await takeFile(1000)).toBe("unread");
  choosesFile(undefined);
  expect(await takeFile(1000)).toBe("none");
});

test("a picture is taken with its bytes and where it lies, unless it is too large or not chosen", async () => {
  choosesFolder();
  await keepFile("afiche.jpg", btoa("picture"));
  choosesFile("afiche.jpg");
  const taken = await takePicture(7);
  expect(taken).toEqual({ bytes: expect.any(Uint8Array), uri: expect.stringMatching(/afiche\.jpg$/) });
  expect(await takePicture(6)).toBe("large");
  choosesFile("not-there.jpg");
  expect(await takePicture(7)).toBe("unread");
  choosesFile(undefined);
  expect(await takePicture(7)).toBe("none");
});
