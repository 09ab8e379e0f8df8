import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import {
  MonthClosing,
  Remittances,
  StatementQuestions,
  WaitingCorrections,
} from "@/data/gen/staff/statements";
import { type Read, useRead } from "@/data/reads";
import { figures, monthAndYear, today } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { Button } from "@/ui/Button";
import { List } from "@/ui/Card";
import { Row } from "@/ui/Row";
import { Words } from "@/ui/Words";
import { useOffice } from "../office/office";
import { usePages } from "../pages";
import { lastMonth, monthOf } from "./months";

/** What waits in the work of a place: at once for its chief, and when it is wanted for a director. */
export default function WorkWaits() {
  const chief = useOffice().may("WORK_CHIEF");
  const [open, setOpen] = useState(chief);
  return open ? (
    <>
      <Waiting />
      <Rest />
    </>
  ) : (
    <>
      <Button look="quiet" icon="check" onPress={() => setOpen(true)}>
        <Trans>Ver lo que espera en el trabajo</Trans>
      </Button>
      <Rest />
    </>
  );
}

function Waiting() {
  const { t } = useLingui();
  return (
    <>
      <Words as="heading">
        <Trans>El trabajo</Trans>
      </Words>
      <List label={t`El trabajo: lo que espera`}>
        <Months />
        <Exits />
        <Questions />
        <Corrections />
        <Payouts />
      </List>
    </>
  );
}

function Rest() {
  const { t } = useLingui();
  return (
    <List label={t`El trabajo: lo demás`}>
      <Row
        icon="office"
        title={t`Talleres`}
        note={t`Quiénes trabajan, precios, convenios.`}
        to={href("workshops")}
      />
      <Row
        icon="coin"
        title={t`El pago de una persona`}
        note={t`Descuentos, permisos de su familia, envíos.`}
        to={href("payPeople")}
      />
    </List>
  );
}

/** How last month stands: counted by the service, which names nobody for it. */
function Months() {
  const { t } = useLingui();
  const { id } = useOffice();
  const month = lastMonth();
  const read = useRead(MonthClosing, { establishmentId: id, month });
  const when = monthAndYear(month);
  const standing = read.data?.monthClosing;
  const open = plural(standing?.workshopsLeft.length ?? 0, {
    0: "Todo revisado: falta cerrarlo.",
    one: "# taller por revisar.",
    other: "# talleres por revisar.",
  });
  const done =
    standing?.state === "CLOSED" ? t`Cerrado.` : standing?.people === 0 ? t`Sin trabajo registrado.` : open;
  return (
    <Row
      icon="check"
      title={t`El mes de ${when}`}
      note={useUnread(read) ?? done}
      to={href("workMonths", { month })}
    />
  );
}

/** Who left in this month or the last one: older months are closed, and then nobody waits in them. */
function Exits() {
  const { t } = useLingui();
  const { id } = useOffice();
  const now = useRead(MonthClosing, { establishmentId: id, month: monthOf(today()) });
  const before = useRead(MonthClosing, { establishmentId: id, month: lastMonth() });
  const count = (now.data?.monthClosing.exitsLeft ?? 0) + (before.data?.monthClosing.exitsLeft ?? 0);
  const note = plural(count, {
    0: "Ninguna cuenta espera.",
    one: "# cuenta por confirmar.",
    other: "# cuentas por confirmar.",
  });
  const unread = [useUnread(now), useUnread(before)].find(Boolean);
  return <Row icon="person" title={t`Quienes se fueron`} note={unread ?? note} to={href("exits")} />;
}

function Questions() {
  const { t } = useLingui();
  const { id } = useOffice();
  const read = useRead(StatementQuestions, { establishmentId: id });
  const [first] = read.data?.statementQuestions ?? [];
  const due = first ? figures(first.dueOn) : "";
  const count = plural(read.data?.statementQuestions.length ?? 0, {
    0: "Ninguna pregunta espera.",
    one: "# pregunta espera.",
    other: "# preguntas esperan.",
  });
  return (
    <Row
      icon="speech"
      title={t`Preguntas de las familias`}
      note={useUnread(read) ?? (due ? t`${count} La primera vence el ${due}.` : count)}
      to={href("questions")}
    />
  );
}

function Corrections() {
  const { t } = useLingui();
  const { id } = useOffice();
  const read = useRead(WaitingCorrections, { establishmentId: id });
  const waiting = read.data?.waitingCorrections;
  const note = plural((waiting?.adjustments.length ?? 0) + (waiting?.advances.length ?? 0), {
    0: "Ninguna por aprobar.",
    other: "# por aprobar.",
  });
  return (
    <Row
      icon="settings"
      title={t`Correcciones por aprobar`}
      note={useUnread(read) ?? note}
      to={href("corrections")}
    />
  );
}

function Payouts() {
  const { t } = useLingui();
  const { id } = useOffice();
  const variables = { establishmentId: id, state: "ASKED" as const };
  const read = usePages(Remittances, variables, (answer) => answer.remittances);
  const count = read.data?.length ?? 0;
  const note = read.hasMore
    ? t`Más de ${count} por aprobar.`
    : plural(count, { 0: "Ninguno por aprobar.", other: "# por aprobar." });
  return <Row icon="coin" title={t`Envíos de dinero`} note={useUnread(read) ?? note} to={href("payouts")} />;
}

/** What to say while there is nothing to count. */
function useUnread(read: Read<unknown>): string | undefined {
  const { t } = useLingui();
  if (read.data !== undefined) return undefined;
  if (read.refused) return read.refused.message;
  return read.offline ? t`No hay señal. Ábralo para volver a intentar.` : t`Cargando…`;
}
