import { fireEvent, screen, userEvent } from "@testing-library/react-native";
import { useState } from "react";
import { problem, Service, SILENCE, show } from "@/testing/service";
import { Button } from "@/ui/Button";
import { AddPersonScreen } from "./AddPersonScreen";
import { CARMEN, ELENA, LUIS, listOf, ROSA } from "./invented";

const CONSENT = { consentText: { version: "2036-01", words: "Su familiar anotará los nombres de usted." } };
const added = (field: string) => ({ [field]: { __typename: "Visitor", ...ROSA } });

const write = (label: string, text: string) => fireEvent.changeText(screen.getByLabelText(label), text);
const tap = (name: string) => userEvent.press(screen.getByText(name));
const next = () => tap("Siguiente");

async function answerNames(givenNames = "Rosa", surnames = "Quispe Mamani") {
  await screen.findByRole("heading", { name: "Nombres y apellidos" });
  write("Nombres", givenNames);
  write("Apellidos", surnames);
  await next();
}

async function answerBirth(day = "10/05/1980", sex = "Mujer") {
  await tap(sex);
  write("Fecha de nacimiento", day);
  await next();
}

async function answerDocument(number = "00000123") {
  write("Número del documento", number);
  write("Fecha en que vence", "01/01/2036");
  await next();
}

test("oneself is added in three small steps, and everything is seen once more before it is sent", async () => {
  const service = new Service({ MyPeople: listOf(), AddVisitor: added("addVisitor") });
  const { leave } = await show(<AddPersonScreen how="own" />);

  await answerNames(" Rosa ");
  expect(screen.getByText("Paso 2 de 4", { exact: false })).toBeTruthy();
  await answerBirth();
  await answerDocument("0000 0123");
  expect(screen.getByText("Revise los datos")).toBeTruthy();
  expect(screen.getByText("10/05/1980")).toBeTruthy();
  expect(screen.getByText("00000123")).toBeTruthy();
  await tap("Agregar a mi lista");

  expect(await screen.findByText("Rosa ya está en su lista.")).toBeTruthy();
  expect(service.sent("AddVisitor")).toEqual([
    {
      capacity: "OWN",
      person: {
        givenNames: "Rosa",
        surnames: "Quispe Mamani",
        sex: "FEMALE",
        bornOn: "1980-05-10",
        nationality: "PE",
        documentKind: "DNI",
        documentNumber: "00000123",
        documentValidUntil: "2036-01-01",
      },
      requestId: expect.any(String),
    },
  ]);
  leave();
});

test("what is missing or wrong is said at each step, and nothing is sent", async () => {
  const service = new Service({ MyPeople: listOf() });
  const { leave } = await show(<AddPersonScreen how="own" />);

  await screen.findByText("Nombres y apellidos");
  await next();
  expect(screen.getAllByText("Falta este dato.")).toHaveLength(2);
  await answerNames();
  await next();
  expect(screen.getByText("Elija una de las dos.")).toBeTruthy();
  expect(screen.getByText("Escriba el día, el mes y el año.")).toBeTruthy();
  await answerBirth("01/01/2024");
  expect(screen.getByText(/Todavía no cumple 18 años/)).toBeTruthy();
  await answerBirth();
  await answerDocument("123");
  expect(screen.getByText(/El DNI tiene 8 cifras/)).toBeTruthy();
  expect(screen.queryByText("Revise los datos")).toBeNull();
  expect(service.sent("AddVisitor")).toHaveLength(0);
  leave();
});

test("a foreign document asks for the country, and one without a last day is one tap", async () => {
  const service = new Service({ MyPeople: listOf(ROSA), AddVisitor: added("addVisitor") });
  const { leave } = await show(<AddPersonScreen how="shared" />);

  await answerNames("Elena", "Rojas");
  await answerBirth();
  await tap("Carné de extranjería");
  write("Número del documento", "ce 00123");
  await next();
  expect(screen.getByText("Escriba la fecha, o marque que no vence.")).toBeTruthy();
  await tap("No vence, o no dice fecha");
  await next();
  await next();
  expect(screen.getByText("Elija el país del documento.")).toBeTruthy();
  await tap("Otro país");
  write("Letras del país", "fr");
  await next();
  await tap("Agregar a mi lista");

  await screen.findByText("Elena ya está en su lista.");
  expect(service.sent("AddVisitor")[0]).toMatchObject({
    capacity: "SHARED_PHONE",
    person: {
      documentKind: "FOREIGNER_CARD",
      documentNumber: "CE00123",
      nationality: "FR",
      documentValidUntil: null,
    },
  });
  leave();
});

test("a minor comes under the only adult there is", async () => {
  const service = new Service({ MyPeople: listOf(ROSA), AddMinor: added("addMinor") });
  const { leave } = await show(<AddPersonScreen how="minor" />);

  await answerNames("Luis");
  await answerBirth("10/05/1980", "Hombre");
  expect(screen.getByText(/Ya cumplió 18 años/)).toBeTruthy();
  await answerBirth("01/03/2025", "Hombre");
  await answerDocument();
  expect(screen.getByText("Va con")).toBeTruthy();
  expect(screen.queryByRole("button", { name: /Rosa/ })).toBeNull();
  await tap("Agregar a mi lista");

  await screen.findByText("Luis ya está en su lista.");
  expect(service.sent("AddMinor")[0]).toMatchObject({ guardianId: "p1", person: { bornOn: "2025-03-01" } });
  leave();
});

test("with several adults, it is asked under whom the minor comes; minors are no choice", async () => {
  const service = new Service({ MyPeople: listOf(ROSA, LUIS, ELENA), AddMinor: added("addMinor") });
  const { leave } = await show(<AddPersonScreen how="minor" />);

  await screen.findByText("¿Con quién va?");
  expect(screen.queryByText("Luis Quispe Mamani")).toBeNull();
  await next();
  expect(screen.getByText("Elija a una persona.")).toBeTruthy();
  await tap("Elena Quispe Mamani");
  await next();
  await answerNames("Ana");
  await answerBirth("01/03/2025");
  await answerDocument();
  await tap("Elena Quispe Mamani");
  expect(screen.getByText("¿Con quién va?")).toBeTruthy();
  for (let step = 0; step < 4; step += 1) await next();
  await tap("Agregar a mi lista");

  await screen.findByText("Ana ya está en su lista.");
  expect(service.sent("AddMinor")[0]).toMatchObject({ guardianId: "p3" });
  leave();
});

test("a relative without a phone hears the words and agrees before anything about them is typed", async () => {
  const service = new Service({
    MyPeople: listOf(ROSA),
    ConsentText: CONSENT,
    RepresentRelative: added("representRelative"),
  });
  const { leave } = await show(<AddPersonScreen how="represented" />);

  await screen.findByText("Su familiar anotará los nombres de usted.");
  await next();
  expect(screen.getByText("Elija cómo le respondió.")).toBeTruthy();
  expect(screen.getByText("Sin su permiso no puede agregar a su familiar.")).toBeTruthy();
  await tap("Por llamada");
  await tap("Le leí todo y está de acuerdo");
  await next();
  await answerNames("Carmen");
  await answerBirth();
  await answerDocument();
  await tap("Agregar a mi lista");

  await screen.findByText("Carmen ya está en su lista.");
  expect(service.sent("RepresentRelative")[0]).toMatchObject({
    actingId: "p1",
    consentVersion: "2036-01",
    consentHow: "BY_VOICE_CALL",
    person: { givenNames: "Carmen" },
  });
  leave();
});

test("when the words have changed meanwhile, the new ones must be read", async () => {
  const service = new Service({
    MyPeople: listOf(ROSA),
    ConsentText: CONSENT,
    RepresentRelative: { representRelative: problem("CONSENT_NEEDED", "Falta el permiso de la persona.") },
  });
  const { leave } = await show(<AddPersonScreen how="represented" />);
  await screen.findByText("Su familiar anotará los nombres de usted.");
  await tap("En persona");
  await tap("Le leí todo y está de acuerdo");
  await next();
  await answerNames("Carmen");
  await answerBirth();
  await answerDocument();
  service.say("ConsentText", { consentText: { version: "2036-02", words: "Palabras nuevas." } });
  await tap("Agregar a mi lista");
  expect(await screen.findByText("Falta el permiso de la persona.")).toBeTruthy();

  await tap("Agregar a mi lista");
  expect(await screen.findByText("Palabras nuevas.")).toBeTruthy();
  expect(screen.getByRole("switch")).not.toBeChecked();
  expect(service.sent("RepresentRelative")).toHaveLength(1);
  leave();
});

test("without signal the words to read aloud cannot be shown, and it says so", async () => {
  new Service({ MyPeople: listOf(ROSA), ConsentText: SILENCE });
  const { leave } = await show(<AddPersonScreen how="represented" />);
  expect(await screen.findByText(/No hay señal/)).toBeTruthy();
  leave();
});

test("a minor or a relative without a phone needs an adult on the list first", async () => {
  new Service({ MyPeople: listOf(), ConsentText: CONSENT });
  const { leave } = await show(<AddPersonScreen how="minor" />);
  expect(await screen.findByText(/Primero agréguese usted/)).toBeTruthy();
  leave();
});

test("whoever is on the list already is not asked again", async () => {
  new Service({ MyPeople: listOf(ROSA) });
  const { leave } = await show(<AddPersonScreen how="own" />);
  expect(await screen.findByText("Usted ya está en su lista.")).toBeTruthy();
  leave();
});

test("a refusal is said in the service's words, and the data stay for another try", async () => {
  const refused = { addVisitor: problem("VISITOR_ALREADY_ADDED", "Esa persona ya está en su lista.") };
  const service = new Service({ MyPeople: listOf(ROSA), AddVisitor: refused });
  const { leave } = await show(<AddPersonScreen how="shared" />);
  await answerNames("Elena");
  await answerBirth();
  await answerDocument();
  await tap("Agregar a mi lista");
  expect(await screen.findByText("Esa persona ya está en su lista.")).toBeTruthy();

  await tap("00000123");
  expect(screen.getByLabelText("Número del documento").props.value).toBe("00000123");
  write("Número del documento", "00000124");
  await next();
  service.say("AddVisitor", added("addVisitor"));
  await tap("Agregar a mi lista");
  await screen.findByText("Elena ya está en su lista.");
  expect(service.sent("AddVisitor")[1]).toMatchObject({ person: { documentNumber: "00000124" } });
  leave();
});

test("an answer lost on the way is asked for again under the same name", async () => {
  const service = new Service({ MyPeople: listOf(), AddVisitor: SILENCE });
  const { leave } = await show(<AddPersonScreen how="own" />);
  await answerNames();
  await answerBirth();
  await answerDocument();
  await tap("Agregar a mi lista");
  expect(await screen.findByText(/No hubo respuesta/)).toBeTruthy();

  service.say("AddVisitor", added("addVisitor"));
  await tap("Agregar a mi lista");
  await screen.findByText("Rosa ya está en su lista.");
  const [first, second] = service.sent("AddVisitor");
  expect(second).toEqual(first);
  leave();
});

test("going back a step, or away and here again, loses nothing that was typed", async () => {
  new Service({ MyPeople: listOf(CARMEN) });
  const { leave } = await show(<WithAway />);
  await answerNames("Elena", "Rojas");
  await tap("Otra pantalla");
  expect(screen.queryByText("Sexo y nacimiento")).toBeNull();
  await tap("Otra pantalla");
  expect(screen.getByText("Sexo y nacimiento")).toBeTruthy();
  await tap("Paso anterior");
  expect(screen.getByLabelText("Apellidos").props.value).toBe("Rojas");
  leave();
});

/** The screen, and a way off it and back. */
function WithAway() {
  const [away, setAway] = useState(false);
  return (
    <>
      {away ? null : <AddPersonScreen how="shared" />}
      <Button onPress={() => setAway(!away)}>Otra pantalla</Button>
    </>
  );
}

test("a document that is over may be added, with a warning", async () => {
  new Service({ MyPeople: listOf() });
  const { leave } = await show(<AddPersonScreen how="own" />);
  await answerNames();
  await answerBirth();
  write("Número del documento", "00000123");
  write("Fecha en que vence", "01/01/2020");
  await next();
  expect(screen.getByText(/Este documento ya venció/)).toBeTruthy();
  leave();
});
