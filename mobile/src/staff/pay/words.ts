/** What the codes of a person's pay are called. Nothing of it is shown to a family. */
import { t } from "@lingui/core/macro";
import type {
  BankMismatchWhy,
  BankWord,
  PayOrderBase,
  PayOrderKind,
  PocketKind,
  RemittanceEnded,
  RemittancePayee,
  RemittanceState,
  StatementCategory,
} from "@/data/gen/staff/statements";

/** What a relative may be let to read. */
export function categoryWords(category: StatementCategory): string {
  const words: Record<StatementCategory, string> = {
    EARNINGS: t`Lo que gana`,
    DEDUCTIONS: t`Lo que se le descuenta`,
    DAYS: t`Sus días y horas de trabajo`,
    REMITTANCES: t`El dinero que le envía`,
  };
  return words[category];
}

/** A court's order. */
export function orderKindWords(kind: PayOrderKind): string {
  return kind === "SUPPORT" ? t`Alimentos` : t`Embargo`;
}

/** Of what a share is taken. */
export function baseWords(base: PayOrderBase): string {
  const words: Record<PayOrderBase, string> = {
    GROSS: t`de todo lo que gana`,
    AFTER_LEGAL: t`de lo que queda después del aporte y la reparación`,
    PERSONAL_SHARE: t`de su parte`,
  };
  return words[base];
}

/** One of a person's accounts. */
export function pocketWords(kind: PocketKind): string {
  const words: Record<PocketKind, string> = {
    WORKSHOP_WAGES: t`Por repartir`,
    WORKER_PERSONAL: t`Su parte`,
    WORKER_SAVINGS: t`Sus ahorros`,
    CIVIL_REPARATION: t`Reparación civil`,
    SUPPORT_ORDER: t`Órdenes de un juez`,
    INPE_CONTRIBUTION: t`Aporte a la institución`,
    INPE_ARREARS: t`Aportes atrasados`,
    COMPANY_DUE: t`Por cobrar a la empresa`,
    REMITTED_OUT: t`Enviado`,
    PAID_TO_HOLDER: t`Pagado a la persona`,
    SETTLED_ON_EXIT: t`Entregado al salir`,
    ADVANCE: t`Materiales adelantados`,
  };
  return words[kind];
}

/** Who is paid. */
export function payeeWords(payee: RemittancePayee): string {
  const words: Record<RemittancePayee, string> = {
    FAMILY: t`Un familiar`,
    HOLDER: t`La misma persona`,
    COURT: t`Lo que ordenó un juez`,
    INPE: t`La institución (aporte)`,
    JUDICIARY: t`El juzgado (reparación)`,
    CREDITOR: t`A quien se le debe (embargo)`,
  };
  return words[payee];
}

/** Where money that is sent stands. */
export function payoutStateWords(state: RemittanceState): string {
  const words: Record<RemittanceState, string> = {
    ASKED: t`Pedido`,
    APPROVED: t`Aprobado`,
    SENT: t`Enviado al banco`,
    CONFIRMED: t`Llegó`,
    RETURNED: t`Devuelto por el banco`,
    REFUSED: t`Rechazado`,
    CANCELLED: t`Anulado`,
  };
  return words[state];
}

/** Why money does not go out, or came back. */
export function endedWords(why: RemittanceEnded): string {
  const words: Record<RemittanceEnded, string> = {
    ASKED_WRONGLY: t`Se pidió mal`,
    NOT_DUE: t`Todavía no toca`,
    NOT_WANTED: t`La persona no lo quiere`,
    BANK: t`Lo dijo el banco`,
    OTHER: t`Otro motivo`,
  };
  return words[why];
}

/** Why what a bank said fits nothing. */
export function mismatchWords(why: BankMismatchWhy): string {
  const words: Record<BankMismatchWhy, string> = {
    UNKNOWN: t`No hay un envío con ese número`,
    AMOUNT: t`El monto no es el mismo`,
    SECOND: t`El banco ya había dicho otra cosa`,
    UNASKED: t`No se había entregado al banco`,
    UNREADABLE: t`No se entiende lo que dice`,
  };
  return words[why];
}

/** What a bank said. */
export function bankWords(said: BankWord): string {
  const words: Record<BankWord, string> = {
    TAKEN: t`Recibido`,
    PAID: t`Pagado`,
    RETURNED: t`Devuelto`,
    REFUSED: t`Rechazado`,
  };
  return words[said];
}

/** Somebody by surname first; nobody's name once they are elsewhere. */
export function nameWords({
  surnames,
  givenNames,
}: {
  surnames: string | null;
  givenNames: string | null;
}): string {
  return surnames ? `${surnames}, ${givenNames ?? ""}` : t`Persona que ya no está aquí`;
}

/** What an article of the Code sets, with the stage it is of where it names one. */
export function rateWords(article: string, days: number | null): string {
  const stages: Record<string, string> = {
    "49.1": t`mínima y mediana`,
    "49.2": t`máxima`,
    "49.3": t`especial C`,
    "49.4": t`especial B`,
    "49.5": t`especial A`,
  };
  const stage = stages[article];
  const name = stage ? t`Artículo ${article}, ${stage}` : t`Artículo ${article}`;
  return days === null ? t`${name}: no se descuentan` : t`${name}: ${days} por 1`;
}
