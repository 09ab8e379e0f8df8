import { misunderstood, refusal, Service } from "@/testing/service";
import { MyNotices } from "./gen/documents";
import { Refused, send } from "./send";

async function told(answer: unknown): Promise<Refused> {
  new Service({ MyNotices: answer });
  const error = await send(MyNotices, {}, {}).catch((raised: unknown) => raised);
  if (!(error instanceof Refused)) throw new Error("it was not refused");
  return error;
}

test("what a field refuses is told in the words of the service", async () => {
  const error = await told(refusal("NOT_ALLOWED", "Su cuenta no tiene permiso para esto."));

  expect([error.code, error.message]).toEqual(["NOT_ALLOWED", "Su cuenta no tiene permiso para esto."]);
});

test("a value that was not understood is told in the reader's words, and not in the engineers'", async () => {
  const error = await told(
    misunderstood("BAD_INPUT", "Variable '$from' got invalid value 'x'; Value cannot represent a Date."),
  );

  expect([error.code, error.message]).toEqual([
    "BAD_INPUT",
    "Hay un dato que no se entiende. Revise lo que escribió y vuelva a intentar.",
  ]);
});

test("a request that the service does not take says what to do", async () => {
  const error = await told(misunderstood("DOCUMENT_NOT_TRUSTED", "This server does not know the document."));

  expect(error.message).toMatch(/^Esto no se pudo pedir\. Cierre la aplicación/);
});
