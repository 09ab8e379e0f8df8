import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { RolesAt } from "@/data/gen/staff/account";
import { Await, Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { List } from "@/ui/Card";
import { Row } from "@/ui/Row";
import { Words } from "@/ui/Words";
import { useOffice } from "../office/office";
import { usePages } from "../pages";
import { More } from "../parts/More";
import { roleWords } from "../words";

/** Who serves here and as what, for who appoints them; asked for only when it is wanted. */
export function Team() {
  const [open, setOpen] = useState(false);
  if (open) return <Colleagues />;
  return (
    <Button look="quiet" icon="people" onPress={() => setOpen(true)}>
      <Trans>Ver quiénes trabajan aquí</Trans>
    </Button>
  );
}

function Colleagues() {
  const { t } = useLingui();
  const { id } = useOffice();
  const read = usePages(RolesAt, { establishmentId: id }, (answer) => answer.rolesAt);
  return (
    <>
      <Words as="heading">
        <Trans>Quiénes trabajan aquí</Trans>
      </Words>
      <Await read={read}>
        {(roles) =>
          roles.length === 0 ? (
            <Empty>
              <Trans>Nadie tiene una función aquí.</Trans>
            </Empty>
          ) : (
            <List label={t`Quiénes trabajan aquí`}>
              {roles.map((each) => (
                <Row key={each.id} icon="person" title={each.name} note={roleWords(each.role)} />
              ))}
            </List>
          )
        }
      </Await>
      <More of={read} />
    </>
  );
}
