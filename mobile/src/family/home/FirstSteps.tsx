import { Trans, useLingui } from "@lingui/react/macro";
import type { HomeQuery } from "@/data/gen/documents";
import { href } from "@/nav/routes";
import { List } from "@/ui/Card";
import { Row } from "@/ui/Row";
import { Words } from "@/ui/Words";

/** What somebody new does first, in order, and what happens meanwhile. */
export function FirstSteps({ ties }: { ties: HomeQuery["myTies"]["nodes"] }) {
  const { t } = useLingui();
  const waits = ties.some((each) => each.state === "RECEIVED");
  return (
    <>
      <Words>
        {waits ? (
          <Trans>
            Ya recibimos su pedido. Cuando la oficina confirme el vínculo, podrá reservar visitas aquí.
          </Trans>
        ) : (
          <Trans>Para reservar su primera visita, siga estos pasos.</Trans>
        )}
      </Words>
      <List label={t`Primeros pasos`}>
        <Row
          icon="person"
          title={t`1. Agregue sus datos`}
          note={t`Y los de quienes van con usted.`}
          to={href("people")}
        />
        <Row
          icon="people"
          title={t`2. Pida el vínculo`}
          note={t`Diga a quién quiere visitar y qué parentesco tienen.`}
          to={href("askTie")}
        />
        <Row
          icon="clock"
          title={t`3. Espere la confirmación`}
          note={t`Le avisamos aquí. Suele tardar algunos días.`}
        />
      </List>
    </>
  );
}
