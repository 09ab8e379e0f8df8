// Coming in, as people do it on the screen.
import { codeFor } from "./people.mjs";
import { settled } from "./browser.mjs";

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
