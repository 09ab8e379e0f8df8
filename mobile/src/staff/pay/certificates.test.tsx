import { screen } from "@testing-library/react-native";
import * as Print from "expo-print";
import { atOffice, choose, me, tap } from "@/testing/office";
import { pay } from "@/testing/pay";
import { problem, SILENCE } from "@/testing/service";
import { page } from "@/testing/visit";
import { account, standing, workshopMonth } from "@/testing/work";
// A room is a chunk of its own: read before anything waits for it.
import "./PayScreens";
import "../workmonth/MonthScreens";

jest.mock("expo-print", () => ({ printAsync: jest.fn(async () => undefined) }));
const printed = jest.mocked(Print.printAsync);
afterEach(() => printed.mockClear());

const Me = me(["lurigancho", "WORK_CHIEF"]);
const KEEP = "Guardar en PDF";

/** A closed month with the account of one person. */
function closed(about: object = {}) {
  return {
    Me,
    WorkMonths: { workMonths: [workshopMonth({ state: "CLOSED" })] },
    MonthClosing: standing({ state: "CLOSED", made: 1, gross: 84005, withheld: 25201, personal: 58804 }),
    MonthStatements: { monthStatements: page([account(about)]) },
    OfficeStatement: { officeStatement: account(about) },
  };
}

const income = {
  issueIncomeCertificate: {
    __typename: "IncomeCertificate",
    number: "7K3P-9QXM",
    month: "2025-10-01",
    total: 84005,
    checkUrl: "https://example.org/check/7K3P-9QXM",
    pdf: "JVBERi0=",
  },
};

async function toAccount(answers: Record<string, unknown>) {
  const office = await atOffice("/office/months/2025-10-01", answers);
  await tap("Ver las cuentas");
  await tap("Inventada Soto, Rosa");
  return office;
}

test("a certificate of income is issued of one account, in a second language, and handed over as it came", async () => {
  const { service, leave } = await toAccount({ ...closed(), IssueIncomeCertificate: income });
  await tap("Constancia de ingresos");
  await choose("Aymar aru");
  await tap(KEEP);

  expect(await screen.findByText("Listo: constancia 7K3P-9QXM.")).toBeTruthy();
  expect(service.sent("IssueIncomeCertificate")).toEqual([
    { statementId: account().id, language: "ay", requestId: expect.any(String) },
  ]);
  expect(printed).toHaveBeenCalledWith({ uri: "data:application/pdf;base64,JVBERi0=" });
  leave();
});

test("a certificate whose answer is lost is asked for under the same name; one that was not kept says so", async () => {
  const { service, leave } = await toAccount({ ...closed(), IssueIncomeCertificate: SILENCE });
  await tap("Constancia de ingresos");
  await tap(KEEP);
  expect(await screen.findByText(/^No hubo respuesta/)).toBeTruthy();
  expect(printed).not.toHaveBeenCalled();

  service.say("IssueIncomeCertificate", income);
  printed.mockRejectedValueOnce(new Error("left"));
  await tap(KEEP);
  expect(await screen.findByText("No se guardó. Toque otra vez.")).toBeTruthy();
  expect(screen.queryByText(/^Listo/)).toBeNull();
  const names = service.sent("IssueIncomeCertificate").map(({ requestId }) => requestId);
  expect(names).toHaveLength(2);
  expect(new Set(names).size).toBe(1);
  leave();
});

test("a refused certificate says why, and none is offered where nothing was earned or the account was returned", async () => {
  const refused = await toAccount({
    ...closed(),
    IssueIncomeCertificate: { issueIncomeCertificate: problem("NOT_FOUND", "Esa cuenta ya no vale.") },
  });
  await tap("Constancia de ingresos");
  await tap(KEEP);
  expect(await screen.findByText("Esa cuenta ya no vale.")).toBeTruthy();
  expect(printed).not.toHaveBeenCalled();
  refused.leave();

  const nothing = await toAccount(closed({ gross: 0 }));
  expect(await screen.findByText(/^Del 0?1\/10\/2025/)).toBeTruthy();
  expect(screen.queryByText("Constancia de ingresos")).toBeNull();
  nothing.leave();

  const returned = await atOffice("/office/months/2025-10-01", closed({ state: "RETURNED", kind: "EXIT" }));
  await tap("Ver las cuentas");
  expect(await screen.findByText("Devuelta: no vale")).toBeTruthy();
  await tap("Inventada Soto, Rosa");
  expect(await screen.findByText(/^Del 0?1\/10\/2025/)).toBeTruthy();
  expect(screen.queryByText("Constancia de ingresos")).toBeNull();
  returned.leave();
});

test("a certificate of contributions is handed over as it came", async () => {
  const { leave } = await atOffice("/office/pay/i1", {
    Me,
    PersonPay: pay(),
    IssueContributionCertificate: {
      issueContributionCertificate: {
        __typename: "ContributionCertificate",
        number: "N1",
        issuedOn: "2025-11-05",
        pdf: "JVBERi1B",
      },
    },
  });
  await tap("Constancia de aportes al día");
  await tap(KEEP);

  expect(await screen.findByText("Listo: constancia N1.")).toBeTruthy();
  expect(printed).toHaveBeenCalledWith({ uri: "data:application/pdf;base64,JVBERi1B" });
  leave();
});
