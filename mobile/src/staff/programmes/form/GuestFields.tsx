import { Trans, useLingui } from "@lingui/react/macro";
import { Card } from "@/ui/Card";
import { Switch } from "@/ui/Choice";
import { Words } from "@/ui/Words";
import { Figure } from "./Figure";
import type { Part } from "./part";

/** How many fit, how many a family may bring, and until when they say whether they come. */
export function GuestFields({ value, onChange, faults }: Part) {
  const { t } = useLingui();
  return (
    <Card label={t`Cupos y respuestas`}>
      <Words as="heading">
        <Trans>Cupos y respuestas</Trans>
      </Words>
      <Switch
        label={t`Las familias dicen si irán`}
        note={t`Si no, se enteran y vienen sin anotarse.`}
        value={value.wanted}
        onChange={(wanted) => onChange({ wanted })}
      />
      {value.wanted ? (
        <>
          <Figure
            label={t`Cuántas personas entran en total`}
            hint={t`Vacío: sin límite`}
            value={value.people}
            onChange={(people) => onChange({ people })}
            error={faults["places.people"]}
          />
          <Figure
            label={t`De ellas, cuántos adultos (si hay límite)`}
            value={value.adults}
            onChange={(adults) => onChange({ adults })}
            error={faults["places.adults"]}
          />
          <Figure
            label={t`De ellas, cuántos niños (si hay límite)`}
            value={value.children}
            onChange={(children) => onChange({ children })}
            error={faults["places.children"]}
          />
          <Figure
            label={t`Adultos por familia`}
            value={value.partyAdults}
            onChange={(partyAdults) => onChange({ partyAdults })}
            error={faults["places.partyAdults"]}
          />
          <Figure
            label={t`Niños por familia`}
            value={value.partyChildren}
            onChange={(partyChildren) => onChange({ partyChildren })}
            error={faults["places.partyChildren"]}
          />
          <Figure
            label={t`Hasta cuántas horas antes se responde`}
            value={value.closeHours}
            onChange={(closeHours) => onChange({ closeHours })}
            error={faults["answers.closeHours"]}
          />
          <Figure
            label={t`Cuántas horas se guarda un cupo que se ofrece`}
            hint={t`A quien estaba en espera`}
            value={value.offerHours}
            onChange={(offerHours) => onChange({ offerHours })}
            error={faults["answers.offerHours"]}
          />
        </>
      ) : null}
    </Card>
  );
}
