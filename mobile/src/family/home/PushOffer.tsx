import { useLingui } from "@lingui/react/macro";
import { useKept } from "@/data/kept";
import { PUSH, type Push } from "@/data/pushing";
import { href } from "@/nav/routes";
import { PUSHES } from "@/platform/push";
import { List } from "@/ui/Card";
import { Row } from "@/ui/Row";

/** Until somebody has said yes or no: the way to what pushes would show. */
export function PushOffer() {
  const { t } = useLingui();
  const [push] = useKept<Push>(PUSH);
  if (!PUSHES || push !== null) return null;
  return (
    <List label={t`Avisos en este celular`}>
      <Row
        icon="bell"
        title={t`¿Le avisamos en este celular?`}
        note={t`Vea primero qué se mostraría.`}
        to={href("push")}
      />
    </List>
  );
}
