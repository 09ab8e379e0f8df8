import { useLingui } from "@lingui/react/macro";
import { href } from "@/nav/routes";
import { List } from "@/ui/Card";
import { Row } from "@/ui/Row";

/** From an event to its door, and to what came of each of its dates. */
export function EventDoor({ id }: { id: string }) {
  const { t } = useLingui();
  return (
    <List label={t`El día de la actividad`}>
      <Row icon="check" title={t`Puerta`} note={t`Quiénes vienen y quiénes entraron.`} to={href("door")} />
      <Row
        icon="clock"
        title={t`Asistencia y horas`}
        note={t`Cuántas personas vinieron, quiénes participaron, constancias.`}
        to={href("eventAttendance", { id })}
      />
    </List>
  );
}
