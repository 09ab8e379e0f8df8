import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Restrictions as RestrictionsDocument } from "@/data/gen/staff/registry";
import { Await, Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { List } from "@/ui/Card";
import { Words } from "@/ui/Words";
import { useOffice } from "../../office/office";
import { usePages } from "../../pages";
import { More } from "../../parts/More";
import type { Inmate } from "../useFound";
import { RestrictionLine } from "./RestrictionLine";

/** Bars on visits: of one person, or of the whole place; asked for only when they are wanted. */
export function Restrictions({ inmate }: { inmate?: Inmate }) {
  const [open, setOpen] = useState(false);
  if (open) return <Listed inmate={inmate} />;
  return (
    <Button look="quiet" icon="lock" onPress={() => setOpen(true)}>
      {inmate ? <Trans>Ver sus restricciones</Trans> : <Trans>Ver las restricciones de este lugar</Trans>}
    </Button>
  );
}

function Listed({ inmate }: { inmate: Inmate | undefined }) {
  const { t } = useLingui();
  const { id } = useOffice();
  // Of one person, the whole list is needed to know that there is no other.
  const read = usePages(RestrictionsDocument, { establishmentId: id }, (answer) => answer.restrictions, {
    whole: inmate !== undefined,
  });
  return (
    <>
      <Words as="heading">
        <Trans>Restricciones</Trans>
      </Words>
      <Await read={read}>
        {(all) => {
          const shown = inmate ? all.filter((each) => each.inmate?.id === inmate.id) : all;
          return shown.length === 0 ? (
            <Empty>
              <Trans>No hay restricciones vigentes ni por venir.</Trans>
            </Empty>
          ) : (
            <List label={t`Restricciones`}>
              {shown.map((each) => (
                <RestrictionLine key={each.id} restriction={each} />
              ))}
            </List>
          );
        }}
      </Await>
      {inmate ? null : <More of={read} />}
    </>
  );
}
