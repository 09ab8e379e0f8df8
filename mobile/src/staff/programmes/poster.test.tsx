import { screen, userEvent, waitFor } from "@testing-library/react-native";
import { keepFile } from "@/platform/file";
import { choosesFile, choosesFolder } from "@/testing/files";
import { atOffice, choose, me, tap, write } from "@/testing/office";
import { answersPosts } from "@/testing/sending";
import { problem } from "@/testing/service";
import { content, draft, event, PLAIN_DAYS, QUIET_PREVIEW, released } from "./invented";
// A room is a chunk of its own: read before anything waits for it.
import "./ProgrammeScreens";

const COORDINATOR = {
  Me: me(["lurigancho", "PROGRAMME_COORDINATOR"]),
  CalendarDays: PLAIN_DAYS,
  ReleasePreview: QUIET_PREVIEW,
  "/poster/abc-320.webp": "picture",
  "/poster/def-320.webp": "other",
};
const AT = "/office/events/e1";
const EDITED = { editEvent: { __typename: "EventChanged", id: "e1", version: 5 } };
const poster = (id: string, about: object = {}) => ({
  id,
  address: `/poster/${id === "p1" ? "abc" : "def"}`,
  widths: [320],
  width: 400,
  height: 300,
  words: [{ language: "es", alt: id === "p1" ? "Una guitarra" : "Un coro" }],
  recognisable: false,
  consentAct: null,
  uploadedAt: "2036-11-20T15:00:00Z",
  uploadedBy: "Luz Inventada",
  shownFrom: null,
  ...about,
});
const SENT = { id: "p1", address: "/poster/abc", widths: [320], width: 400, height: 300 };
const TAKEN = { status: 201, body: { poster: SENT } };
const refused = (status: number, code: string, message: string) => ({
  status,
  body: { problem: { code, message } },
});

afterEach(() => jest.restoreAllMocks());

/** A picture that lies on the phone is chosen, and said to show a guitar and nobody. */
async function chosen(): Promise<void> {
  choosesFolder();
  await keepFile("afiche.jpg", btoa("a picture"));
  choosesFile("afiche.jpg");
  await tap("Mandar una imagen");
  await tap("Elegir la imagen");
  await write("Qué muestra la imagen, en español", " Una guitarra ");
  await choose("No");
}

test("a picture is sent with what it shows, told how far it is, and put into the draft", async () => {
  const { service, leave } = await atOffice(AT, {
    ...COORDINATOR,
    OfficeEvent: event(),
    EditEvent: EDITED,
  });
  const posts = answersPosts(TAKEN);
  expect(await screen.findByText("Todavía no tiene imagen.")).toBeTruthy();
  await chosen();
  await tap("Qué muestra, en otros idiomas (si quiere)");
  await write("Qué muestra la imagen, en quechua", "Guitarra");
  expect(screen.getByRole("img", { name: "Una guitarra" })).toBeTruthy();
  service.say(
    "OfficeEvent",
    event({ posters: [poster("p1")], draft: draft({ version: 5 }, content({ poster: "p1" })) }),
  );
  await tap("Mandar la imagen");

  expect(await screen.findByText("Mandando la imagen: 45 %")).toBeTruthy();
  expect(await screen.findByText(/^La imagen quedó en el borrador/)).toBeTruthy();
  expect(posts).toHaveLength(1);
  const { address, headers, body } = posts[0] ?? {};
  expect(address?.pathname).toBe("/posters/e1");
  expect(Object.fromEntries(address?.searchParams ?? [])).toEqual({
    alt: "Una guitarra",
    "alt-quz": "Guitarra",
    recognisable: "false",
    peopleAgreed: "false",
    consentAct: "",
    requestId: expect.any(String),
  });
  expect(headers).toMatchObject({ authorization: "Bearer access", "accept-language": "es" });
  expect(String.fromCharCode(...(body as Uint8Array))).toBe("a picture");
  expect(service.sent("EditEvent")).toEqual([
    {
      eventId: "e1",
      version: expect.any(Number),
      releaseNo: null,
      content: content({ poster: "p1" }),
      requestId: expect.any(String),
    },
  ]);
  expect(await screen.findByText("Así la verán las familias cuando se publique el borrador.")).toBeTruthy();
  leave();
});

test("nothing is sent before it is said what it shows, and whether somebody agreed who can be recognised", async () => {
  const { leave } = await atOffice(AT, {
    ...COORDINATOR,
    OfficeEvent: event(),
    EditEvent: EDITED,
  });
  const posts = answersPosts(TAKEN);
  await tap("Mandar una imagen");
  await tap("Mandar la imagen");
  expect(await screen.findByText("Elija una imagen.")).toBeTruthy();
  expect(screen.getByText("Escriba qué muestra.")).toBeTruthy();
  expect(screen.getByText("Elija si se reconoce a alguien.")).toBeTruthy();
  await tap("Dejarlo");
  await chosen();
  await choose("Sí");
  await tap("Mandar la imagen");
  expect(await screen.findByText("Marque que aceptaron y escriba el número del acta.")).toBeTruthy();
  await write("Número del acta donde consta", "Acta 12-2036");
  await tap("Mandar la imagen");
  expect(posts).toEqual([]);

  await userEvent.press(screen.getByRole("checkbox", { name: /^Todas las personas/ }));
  await tap("Mandar la imagen");
  await waitFor(() => expect(posts).toHaveLength(1));
  const said = posts[0]?.address.searchParams;
  expect([said?.get("recognisable"), said?.get("peopleAgreed"), said?.get("consentAct")]).toEqual([
    "true",
    "true",
    "Acta 12-2036",
  ]);
  expect(await screen.findByText(/^La imagen quedó en el borrador/)).toBeTruthy();
  leave();
});

test.each([
  [413, "PICTURE_TOO_LARGE", "La imagen pesa demasiado."],
  [422, "PICTURE_TOO_MANY_PIXELS", "La imagen es demasiado grande."],
  [422, "PICTURE_NOT_READ", "El archivo no se pudo leer como imagen."],
  [422, "PICTURE_MOVES", "La imagen se mueve."],
  [422, "PICTURE_SHAPE", "La imagen debe medir por lo menos 320 píxeles."],
  [422, "ALT_NEEDED", "Escriba en castellano qué muestra la imagen."],
  [422, "CONSENT_ACT_NEEDED", "En la imagen se reconoce a personas."],
  [403, "NOT_ALLOWED", "No tiene permiso."],
])(
  "refused with %i %s it says why in the service's words, and is not chosen",
  async (status, code, words) => {
    const { service, leave } = await atOffice(AT, { ...COORDINATOR, OfficeEvent: event() });
    answersPosts(refused(status, code, words));
    await chosen();
    await tap("Mandar la imagen");

    expect(await screen.findByText(words)).toBeTruthy();
    expect(service.sent("EditEvent")).toEqual([]);
    leave();
  },
);

test("without an answer it is sent again under the same name, and another picture under another", async () => {
  const { leave } = await atOffice(AT, { ...COORDINATOR, OfficeEvent: event(), EditEvent: EDITED });
  const busy = refused(503, "TRY_AGAIN", "Espere.");
  const posts = answersPosts("silence", busy, refused(422, "PICTURE_MOVES", "Se mueve."), TAKEN);
  const id = (nth: number) => posts[nth]?.address.searchParams.get("requestId");
  await chosen();
  for (const times of [1, 2]) {
    await tap("Mandar la imagen");
    await waitFor(() => expect(posts).toHaveLength(times));
    expect(await screen.findByText(/^No hubo respuesta/)).toBeTruthy();
  }
  await tap("Mandar la imagen");
  expect(await screen.findByText("Se mueve.")).toBeTruthy();
  expect(id(1)).toBe(id(0));
  expect(id(2)).toBe(id(0));

  await tap("Elegir otra imagen");
  await tap("Mandar la imagen");
  expect(await screen.findByText(/^La imagen quedó en el borrador/)).toBeTruthy();
  expect(id(3)).not.toBe(id(0));
  leave();
});

test("a file that weighs too much is not even sent", async () => {
  const { leave } = await atOffice(AT, { ...COORDINATOR, OfficeEvent: event() });
  const posts = answersPosts(TAKEN);
  choosesFolder();
  await keepFile("foto.jpg", btoa("x".repeat(12_000_001)));
  choosesFile("foto.jpg");
  await tap("Mandar una imagen");
  await tap("Elegir la imagen");
  expect(await screen.findByText("La imagen pesa demasiado. Elija una de 12 MB o menos.")).toBeTruthy();
  choosesFile("no.jpg");
  await tap("Elegir la imagen");
  expect(await screen.findByText("El archivo no se pudo leer. Elija otro.")).toBeTruthy();
  await tap("Mandar la imagen");
  expect(posts).toEqual([]);
  leave();
});

test("the picture of an event is shown with its words, taken away, and another one put in its place", async () => {
  const both = [poster("p1", { consentAct: "Acta 3", recognisable: true }), poster("p2")];
  const { service, leave } = await atOffice(AT, {
    ...COORDINATOR,
    OfficeEvent: released({ content: content({ poster: "p1" }), posters: both }),
    EditEvent: { editEvent: problem("DRAFT_CHANGED", "Se publicó otra cosa.") },
  });
  expect(await screen.findByText("Así la ven las familias.")).toBeTruthy();
  await waitFor(() => expect(screen.getByRole("img", { name: "Una guitarra" }).props.source).toBeTruthy());
  expect(screen.getByText("Acta 3")).toBeTruthy();
  await tap("Quitar la imagen");
  await tap("Sí, quitar");
  expect(await screen.findByText("Se publicó otra cosa.")).toBeTruthy();
  expect(service.sent("EditEvent")[0]).toMatchObject({ version: 0, releaseNo: 1, content: { poster: null } });
  service.say("EditEvent", EDITED);
  await tap("Otra imagen: Un coro");
  await tap("Usar esta imagen");

  expect(await screen.findByText(/^La imagen quedó en el borrador/)).toBeTruthy();
  expect(service.sent("EditEvent")[1]).toMatchObject({ version: 0, releaseNo: 1, content: { poster: "p2" } });
  leave();
});

test("while the director decides no picture is sent, chosen or taken away", async () => {
  const { leave } = await atOffice(AT, {
    ...COORDINATOR,
    OfficeEvent: event({
      posters: [poster("p1"), poster("p2")],
      draft: draft({ state: "SUBMITTED" }, content({ poster: "p1" })),
    }),
  });
  expect(await screen.findByText(/^La imagen se cambia cuando/)).toBeTruthy();
  await tap("Otra imagen: Un coro");
  for (const act of ["Usar esta imagen", "Quitar la imagen", "Mandar otra imagen"])
    expect(screen.queryByText(act)).toBeNull();
  leave();
});
