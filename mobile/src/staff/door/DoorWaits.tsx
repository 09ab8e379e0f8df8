import { useLingui } from "@lingui/react/macro";
import { waits } from "@/data/doorOutbox";
import { href } from "@/nav/routes";
import { List } from "@/ui/Card";
import { Row } from "@/ui/Row";
import { useDoorBox } from "./DoorBox";
import { refusedWords, unsentWords } from "./words";

/** The way to the door, on the first screen of whoever keeps one. */
export function DoorWaits() {
  const { t } = useLingui();
  return (
    <List label={t`La puerta de las actividades`}>
      <Row
        icon="check"
        title={t`Puerta de las actividades`}
        note={t`Quiénes vienen y quiénes entraron. También sin señal.`}
        to={href("door")}
      />
    </List>
  );
}

/** What this phone marked and nobody has taken yet: shown to whoever marked it, whatever their role is by now. */
export function DoorUnsent() {
  const { t } = useLingui();
  const { all } = useDoorBox();
  const waiting = all.filter(waits).length;
  const refused = all.filter((each) => each.refused).length;
  if (waiting + refused === 0) return null;
  const words = [waiting > 0 ? unsentWords(waiting) : "", refused > 0 ? refusedWords(refused) : ""];
  return (
    <List label={t`Lo de la puerta en este celular`}>
      <Row
        icon={refused > 0 ? "alert" : "clock"}
        title={t`Marcas en este celular`}
        note={words.filter(Boolean).join(" · ")}
        to={href("doorUnsent")}
      />
    </List>
  );
}
