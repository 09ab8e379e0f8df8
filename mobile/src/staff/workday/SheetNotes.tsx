import { Trans } from "@lingui/react/macro";
import { longDay } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { Button } from "@/ui/Button";
import { Note } from "@/ui/Note";
import { isUnfinished } from "./people";
import type { Sheet } from "./sheet";
import { useClock } from "./useClock";
import { useWorkbox } from "./Workday";

/** What has to be known before a sheet is written: of its day, its month, its list and this phone. */
export function SheetNotes({ sheet, workshopId }: { sheet: Sheet; workshopId: string }) {
  const { day, toldFor, sunday, holiday, authorised, monthState } = sheet;
  const { today } = useClock();
  const { trouble } = useWorkbox();
  const told = longDay(toldFor);
  const unfinished = sheet.people.some(isUnfinished);
  return (
    <>
      <ClockNote />
      {trouble ? <Note tone="bad">{trouble.message}</Note> : null}
      {day < today && unfinished && monthState !== "CLOSED" ? (
        <Note
          tone="warn"
          action={
            <Button look="quiet" to={href("workdaySheet", { workshop: workshopId, day: today })}>
              <Trans>Ir a la hoja de hoy</Trans>
            </Button>
          }
        >
          <Trans>Esta hoja es de un día que ya pasó. Termínela, o vaya a la de hoy.</Trans>
        </Note>
      ) : null}
      {day > today ? (
        <Note tone="warn">
          <Trans>Ese día todavía no llega. Puede prepararla, pero no se envía antes.</Trans>
        </Note>
      ) : null}
      {toldFor !== day ? (
        <Note tone="warn" icon="offline">
          <Trans>Sin señal: la lista y los precios son los del {told}. Revise que no falte nadie.</Trans>
        </Note>
      ) : null}
      {monthState === "CLOSED" ? (
        <Note tone="warn" icon="lock">
          <Trans>Este mes ya está cerrado. Lo que falte se pide como ajuste a la jefatura.</Trans>
        </Note>
      ) : null}
      {monthState === "REVIEWED" ? (
        <Note tone="warn">
          <Trans>Este mes ya fue revisado. Si anota algo, se tendrá que revisar otra vez.</Trans>
        </Note>
      ) : null}
      <RestNote sunday={sunday} holiday={holiday} authorised={authorised} />
    </>
  );
}

/** Sundays and holidays count only where that was authorised (D.S. 015-2003-JUS art. 177). */
function RestNote({ sunday, holiday, authorised }: Pick<Sheet, "sunday" | "holiday" | "authorised">) {
  if (!sunday && !holiday) return null;
  if (authorised) {
    return (
      <Note tone="plain" icon="calendar">
        <Trans>Es día de descanso, y está autorizado con el documento {authorised}.</Trans>
      </Note>
    );
  }
  return (
    <Note tone="warn" icon="calendar">
      {holiday ? (
        <Trans>Es feriado: {holiday}. Sin autorización se anota, pero no cuenta.</Trans>
      ) : (
        <Trans>Es domingo. Sin autorización se anota, pero no cuenta.</Trans>
      )}
    </Note>
  );
}

/** What is wrong with the clock of this phone, if anything. */
export function ClockNote() {
  const { today, corrected, doubtful } = useClock();
  const named = longDay(today);
  if (doubtful) {
    return (
      <Note tone="bad" icon="clock">
        <Trans>La fecha de este celular no cuadra. Revísela antes de anotar: dice que hoy es {named}.</Trans>
      </Note>
    );
  }
  if (!corrected) return null;
  return (
    <Note tone="warn" icon="clock">
      <Trans>La hora de este celular está mal. Usamos la del servicio: hoy es {named}.</Trans>
    </Note>
  );
}
