// An answer that is lost on its way: the service has acted, and the screen cannot know it.
import assert from "node:assert/strict";
import { idOf } from "./people.mjs";

/** Do this while the answers to a document are lost, until the screen says that nobody answered. */
export async function losing(page, wire, document, act) {
  wire.lose(idOf(document));
  await act();
  await page.getByText(/^No hubo respuesta/).first().waitFor();
  wire.lose(undefined);
}

/** A document was sent more than once on this line since its last `reset`, each time under the same name. */
export function sameRequest(wire, document) {
  const sent = new RegExp(`"${idOf(document)}"[^]*?"requestId":"([^"]+)"`, "g");
  const names = [...wire.requests("").join("").matchAll(sent)].map(([, name]) => name);
  assert.ok(names.length > 1, `${document} was sent again`);
  assert.equal(new Set(names).size, 1, `${document} went under one name`);
}
