import { screen, userEvent, waitFor } from "@testing-library/react-native";
import { bytesOf, choosesFolder, choosesNoFolder } from "@/testing/files";
import { atOffice, choose, tap, write } from "@/testing/office";
import { problem, refusal, SILENCE } from "@/testing/service";
import { COORDINATOR, report } from "../invented";
import { faultsOf, measureOf, type Report, rateOf, withSentence, writtenOf } from "./measure";
// A room is a chunk of its own: read before anything waits for it.
import "../CultureScreens";

afterEach(() => jest.restoreAllMocks());

const AT = "/office/year/2025/report";
const SAVED = { saveCultureReport: { __typename: "CultureReportSaved", year: 2025, version: 1 } };
const LIST = ["governance", "rights"];
const of = (told: object) => (told as { cultureReport: Report }).cultureReport.measure;

test("what is written and what is sent are the same, whatever was filled", () => {
  const whole = {
    title: "Arte",
    evaluated: false,
    youth: true,
    goals: LIST,
    startYear: 2017,
    rate: "3.7512",
    rateOn: "2025-12-31",
    rateSource: "Banco",
  };
  for (const measure of [of(report()), of(report({}, whole))])
    expect(measureOf(writtenOf(measure))).toEqual(measure);
});

test("a rate is soles for a dollar with four decimals at most, with its day and source", () => {
  expect(["3.7512", "3,75", " 4 ", "0", "3.75123", "-3", "", "S/ 3"].map(rateOf)).toEqual([
    "3.7512",
    "3.75",
    "4",
    ...Array(5).fill(undefined),
  ]);
  const blank = writtenOf(of(report()));
  expect(faultsOf(blank, 2025)).toEqual({});
  expect(Object.keys(faultsOf({ ...blank, rate: "3.75" }, 2025))).toEqual(["rateOn", "rateSource"]);
  expect(Object.keys(faultsOf({ ...blank, rateSource: "Banco" }, 2025))).toEqual(["rate"]);
  expect(Object.keys(faultsOf({ ...blank, rateOn: "2100-01-01" }, 2025))).toEqual(["rate", "rateOn"]);
  for (const startYear of ["2026", "1899", "20.5", "hoy"])
    expect(Object.keys(faultsOf({ ...blank, startYear }, 2025))).toEqual(["startYear"]);
  expect(Object.keys(faultsOf({ ...blank, website: "pagina.pe" }, 2025))).toEqual(["website"]);
  expect(faultsOf({ ...blank, startYear: "2017", website: "https://pagina.pe/a" }, 2025)).toEqual({});
});

test("a sentence stands before what was written, and only once", () => {
  expect(withSentence("", "Cifras.")).toBe("Cifras.");
  expect(withSentence(" Lo mío. ", "Cifras.")).toBe("Cifras.\n\nLo mío.");
  expect(withSentence("Cifras. Lo mío.", "Cifras.")).toBe("Cifras. Lo mío.");
});

test("the sentence of figures is put in with one tap; what is missing is listed; all of it is sent", async () => {
  const { service, leave } = await atOffice(AT, {
    ...COORDINATOR,
    CultureReport: report(),
    SaveCultureReport: SAVED,
  });
  expect(await screen.findByText("Título de la medida · Resultados logrados · Tipo de cambio")).toBeTruthy();
  await write("Título de la medida", "Arte y cultura");
  await tap("Poner esta frase en los resultados");
  expect(screen.getByDisplayValue(/participaron 7 personas/)).toBeTruthy();
  expect(screen.queryByText("Poner esta frase en los resultados")).toBeNull();
  await userEvent.press(screen.getByRole("checkbox", { name: "Derechos humanos" }));
  await choose("Nacional");
  await write("Tipo de cambio", "3,7512");
  await tap("Guardar el informe");
  expect(await screen.findByText("Escriba de dónde sale el tipo de cambio.")).toBeTruthy();
  expect(screen.getByText("Faltan corregir 2 datos.")).toBeTruthy();
  expect(service.sent("SaveCultureReport")).toEqual([]);
  await write("Día del tipo de cambio", "31/12/2025");
  await write("De dónde sale el tipo de cambio", "Banco Supuesto");
  service.say(
    "CultureReport",
    report(
      {
        version: 1,
        missing: [],
        dollars: "333.36",
        editedAt: "2026-01-10T15:00:00Z",
        editedBy: "Rosa Inventada",
      },
      { title: "Arte y cultura" },
    ),
  );
  await tap("Guardar el informe");

  expect(await screen.findByText("Informe guardado.")).toBeTruthy();
  expect(await screen.findByText("Gastado en el año: US$ 333.36")).toBeTruthy();
  expect(screen.getByText("Está todo lo que el formulario pide.")).toBeTruthy();
  expect(screen.getByText(/Lo escribió Rosa Inventada, el 10 de enero/)).toBeTruthy();
  expect(service.sent("SaveCultureReport")).toEqual([
    {
      establishmentId: "lurigancho",
      year: 2025,
      version: 0,
      measure: {
        title: "Arte y cultura",
        features: "",
        results: "En 2025 se realizaron 5 fechas y participaron 7 personas.",
        evaluated: null,
        conclusions: "",
        goals: ["rights"],
        domains: [],
        level: "national",
        startYear: null,
        website: "",
        youth: null,
        valueChain: [],
        rate: "3.7512",
        rateOn: "2025-12-31",
        rateSource: "Banco Supuesto",
      },
      requestId: expect.any(String),
    },
  ]);
  leave();
});

test("what was typed and not saved is there again, and can be thrown away", async () => {
  const first = await atOffice(AT, { ...COORDINATOR, CultureReport: report() });
  await write("Título de la medida", "Lo mío");
  await waitFor(() => expect(screen.getByDisplayValue("Lo mío")).toBeTruthy());
  first.leave();

  const again = await atOffice(AT, { ...COORDINATOR, CultureReport: report() }, first.profile);
  expect(await screen.findByDisplayValue("Lo mío")).toBeTruthy();
  expect(screen.getByText(/sigue en este celular y todavía no se guardó/)).toBeTruthy();
  expect(screen.getByText(/El archivo sale con lo que está guardado/)).toBeTruthy();
  await tap("Borrar lo que no guardé");
  await waitFor(() => expect(screen.queryByDisplayValue("Lo mío")).toBeNull());
  again.leave();
});

test("what is saved stands at once, before the service has told it again", async () => {
  const { service, leave } = await atOffice(AT, {
    ...COORDINATOR,
    CultureReport: report(),
    SaveCultureReport: SAVED,
  });
  await write("Título de la medida", "Lo mío");
  service.say("CultureReport", SILENCE);
  await tap("Guardar el informe");
  expect(await screen.findByText("Informe guardado.")).toBeTruthy();
  expect(screen.getByDisplayValue("Lo mío")).toBeTruthy();
  await write("Título de la medida", "Lo mío otra vez");
  expect(screen.queryByText("Se guardaron otros cambios")).toBeNull();
  await tap("Guardar el informe");
  await waitFor(() =>
    expect(service.sent("SaveCultureReport").map(({ version }) => version)).toEqual([0, 1]),
  );
  leave();
});

test("when somebody else saved meanwhile, it says who; nothing is lost and the person chooses", async () => {
  const theirs = report(
    { version: 2, editedAt: "2026-01-10T15:00:00Z", editedBy: "Ana Inventada" },
    { title: "Lo suyo" },
  );
  const { service, leave } = await atOffice(AT, {
    ...COORDINATOR,
    CultureReport: report({ version: 1 }),
    SaveCultureReport: { saveCultureReport: problem("DRAFT_CHANGED", "Ana Inventada cambió este borrador.") },
  });
  await write("Título de la medida", "Lo mío");
  service.say("CultureReport", theirs);
  await tap("Guardar el informe");
  expect(await screen.findByText("Ana Inventada cambió este borrador.")).toBeTruthy();
  expect(await screen.findByText(/Ana Inventada guardó este informe el 10 de enero/)).toBeTruthy();
  expect(screen.getByDisplayValue("Lo mío")).toBeTruthy();

  service.say("SaveCultureReport", {
    saveCultureReport: { __typename: "CultureReportSaved", year: 2025, version: 3 },
  });
  await tap("Seguir con lo mío, encima");
  await tap("Guardar el informe");
  expect(await screen.findByText("Informe guardado.")).toBeTruthy();
  expect(service.sent("SaveCultureReport").map(({ version }) => version)).toEqual([1, 2]);
  leave();
});

test("or takes what the other one saved", async () => {
  const { service, leave } = await atOffice(AT, {
    ...COORDINATOR,
    CultureReport: report({ version: 1 }),
    SaveCultureReport: { saveCultureReport: problem("DRAFT_CHANGED", "Ana Inventada cambió este borrador.") },
  });
  await write("Título de la medida", "Lo mío");
  service.say("CultureReport", report({ version: 2 }, { title: "Lo suyo" }));
  await tap("Guardar el informe");
  await tap("Dejar lo mío y ver lo guardado");
  expect(await screen.findByDisplayValue("Lo suyo")).toBeTruthy();
  expect(screen.queryByText("Ana Inventada cambió este borrador.")).toBeNull();
  leave();
});

test("while its year is not over a report is for the office alone, and says why", async () => {
  choosesFolder();
  const csv = { name: "informe.csv", mediaType: "text/csv", base64: btoa("a") };
  const { service, leave } = await atOffice("/office/year/2200/report", {
    ...COORDINATOR,
    CultureReport: report({ year: 2200 }),
    CultureFile: { cultureFile: csv },
  });
  expect(await screen.findByText(/cuando el año termine/)).toBeTruthy();
  await choose(/^Para publicar/);
  await tap(/^CSV/);
  expect(await screen.findByText("Listo: ya tiene el archivo.")).toBeTruthy();
  expect(service.sent("CultureFile").map((each) => each.public)).toEqual([false]);
  leave();
});

test("files are kept byte for byte, for everybody or for the office; what fails is said", async () => {
  choosesFolder();
  const csv = { name: "informe-2025.csv", mediaType: "text/csv", base64: btoa("año;fechas") };
  const { service, leave } = await atOffice(AT, {
    ...COORDINATOR,
    CultureReport: report(),
    CultureFile: { cultureFile: csv },
  });
  await tap(/^CSV/);
  expect(await screen.findByText("Listo: ya tiene el archivo.")).toBeTruthy();
  expect(await bytesOf("informe-2025.csv")).toBe(csv.base64);

  await choose(/^Para la oficina/);
  choosesNoFolder();
  await tap(/^Word/);
  expect(await screen.findByText("El archivo no se guardó. Toque otra vez.")).toBeTruthy();
  service.say("CultureFile", SILENCE);
  await tap(/^PDF/);
  expect(await screen.findByText(/hace falta señal/)).toBeTruthy();
  service.say("CultureFile", refusal("NOT_ALLOWED", "No tiene permiso."));
  await tap(/^PDF/);
  expect(await screen.findByText("No tiene permiso.")).toBeTruthy();
  expect(service.sent("CultureFile").slice(0, 3)).toEqual([
    { establishmentId: "lurigancho", year: 2025, format: "CSV", public: true },
    { establishmentId: "lurigancho", year: 2025, format: "DOCX", public: false },
    { establishmentId: "lurigancho", year: 2025, format: "PDF", public: false },
  ]);
  leave();
});
