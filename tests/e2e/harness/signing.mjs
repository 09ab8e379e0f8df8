// Coming in, as people do it on the screen.
import { codeFor } from "./people.mjs";
import { settled, tap } from "./browser.mjs";

/** Sign in with a phone number and the code that comes; answers the code to keep where one is shown. */
export async function signIn(page, service, number, say = (words) => words) {
  const since = Date.now() - 1000;
  await page.getByLabel(say("Número de celular")).fill(number);
  await page.getByRole("button", { name: say("Enviar el código"), exact: true }).click();
  const field = page.getByLabel(say("Código"), { exact: true });
  await field.waitFor();
  await field.fill(await codeFor(service.address, number, since));
  await page.getByRole("button", { name: say("Entrar"), exact: true }).click();
  const keep = page.getByRole("button", { name: say("Ya lo guardé") });
  const home = page.getByRole("navigation");
  const fresh = page.getByRole("heading", { name: say("Este celular es nuevo") });
  await keep.or(home).or(fresh).first().waitFor();
  if (!(await keep.isVisible())) return undefined;
  const words = await page.locator("main, [role=main]").innerText();
  const [code] = /[A-Z2-9]{4,6}(-[A-Z2-9]{4,6})+/.exec(words) ?? [];
  await keep.click();
  await settled(page);
  return code;
}

/** Sign in as staff for the first time: with the password for one sign-in, and one's own in its place. */
export async function signInStaff(page, { dni, once, password, totp }) {
  await tap(page, "Soy del personal");
  await page.getByLabel("Número de documento").fill(dni);
  await page.getByLabel("Contraseña", { exact: true }).fill(once);
  await page.getByLabel("Código de autenticación").fill(await totp());
  await tap(page, "Entrar");
  await page.getByLabel("Contraseña nueva").fill(password);
  await page.getByLabel("La misma contraseña, otra vez").fill(password);
  await tap(page, "Entrar");
  await page.getByRole("navigation").waitFor();
  await settled(page);
}
