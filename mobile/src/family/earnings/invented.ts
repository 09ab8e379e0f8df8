/** Invented accounts for the tests of these screens. */
import { soles } from "@/l10n/money";
import { CONFIRMED, tiesOf } from "../people/invented";
import type { Line, Statement } from "./account";
import type { Month } from "./months";

/** To whom the invented tie leads. */
export const INMATE = "i1";

export const TIES = tiesOf([CONFIRMED]);

const lastDayOf = (name: string) =>
  new Date(Date.UTC(Number(name.slice(0, 4)), Number(name.slice(5)), 0)).toISOString().slice(0, 10);

/** A whole month that is open but for its days, such as `month("2036-10")`. */
export function month(name: string, about: Partial<Month> = {}): Month {
  return {
    id: `s-${name}`,
    month: `${name}-01`,
    kind: "MONTH",
    startsOn: `${name}-01`,
    closesOn: lastDayOf(name),
    gross: 120_007,
    withheld: 66_004,
    personal: 54_003,
    toFamily: 30_000,
    workedMinutes: null,
    workedDays: null,
    ...about,
  };
}

/** What the service says of somebody's months. */
export function monthsOf(...months: Month[]) {
  return { earningStatements: { __typename: "EarningMonths", months } };
}

export const LINES: Line[] = [
  line(
    1,
    "GROSS_PIECE",
    "EARNED",
    "Trabajo por pieza",
    120_007,
    "Se pagan 240 piezas buenas a S/ 5.00 cada una.",
  ),
  line(2, "GROSS", "SUBTOTAL", "Total ganado", 120_007, "Es la suma de lo que ganó en el mes."),
  line(3, "INPE_CONTRIBUTION", "TAKEN", "Aporte obligatorio", 12_000, "Todo el que trabaja aporta 10 %."),
  line(4, "CIVIL_REPARATION", "TAKEN", "Reparación civil", 24_001, "Se paga 20 % para la reparación civil."),
  line(
    5,
    "PERSONAL_SHARE",
    "SUBTOTAL",
    "Parte de quien trabaja",
    84_006,
    "Es lo que queda después de los descuentos.",
  ),
  line(6, "FAMILY_ASSIGNMENT", "TAKEN", "Para la familia", 30_000, "Así lo decidió quien trabaja."),
  line(7, "SAVINGS", "TAKEN", "Ahorro", 3, "Así lo decidió quien trabaja: S/ 0.03 para ahorrar."),
  line(8, "PERSONAL", "LEFT", "Para sus gastos", 54_003, "Es lo que queda para sus gastos."),
];

function line(
  no: number,
  code: Line["code"],
  part: Line["part"],
  name: string,
  amount: number,
  why: string | null,
): Line {
  const reference = why === null ? null : "D.Leg. 1343 art. 14";
  const exact = why === null ? null : soles(amount);
  return { no, code, part, name, amount, why, base: null, rate: null, exact, reference };
}

/** A whole account, open but for its days. */
export function statement(about: Partial<Statement> = {}): Statement {
  return {
    __typename: "EarningStatement",
    ...month("2036-10"),
    categories: ["EARNINGS", "DEDUCTIONS"],
    labour: null,
    lines: LINES,
    ...about,
  };
}

/** What the service says of one account. */
export function accountOf(about: Partial<Statement> = {}) {
  return { earningStatement: statement(about) };
}

type Question = {
  id: string;
  statementId: string;
  month: string;
  lineNo: number | null;
  words: string;
  askedAt: string;
  dueOn: string;
  answer: string | null;
  answeredAt: string | null;
};

/** A question that waits. */
export function question(about: Partial<Question> = {}): Question {
  return {
    id: "q1",
    statementId: "s-2036-10",
    month: "2036-10-01",
    lineNo: 3,
    words: "¿Por qué son 120 soles?",
    askedAt: "2036-11-03T15:00:00Z",
    dueOn: "2036-12-02",
    answer: null,
    answeredAt: null,
    ...about,
  };
}

/** What the service says of what this account asked. */
export function questionsOf(...questions: Question[]) {
  return { myStatementQuestions: { __typename: "StatementQuestions", questions } };
}
