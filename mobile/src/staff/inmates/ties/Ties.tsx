import { Trans, useLingui } from "@lingui/react/macro";
import { InmateTies } from "@/data/gen/staff/registry";
import { Await, Empty } from "@/ui/Await";
import { List } from "@/ui/Card";
import { Words } from "@/ui/Words";
import { useOffice } from "../../office/office";
import { usePages } from "../../pages";
import { More } from "../../parts/More";
import type { Inmate } from "../useFound";
import { TieLine } from "./TieLine";

/** Who may visit somebody: their confirmed ties. */
export function Ties({ inmate }: { inmate: Inmate }) {
  const { t } = useLingui();
  const { id } = useOffice();
  const read = usePages(
    InmateTies,
    { establishmentId: id, inmateId: inmate.id },
    (answer) => answer.inmateTies,
  );
  return (
    <>
      <Words as="heading">
        <Trans>Vínculos confirmados</Trans>
      </Words>
      <Await read={read}>
        {(ties) =>
          ties.length === 0 ? (
            <Empty>
              <Trans>Nadie tiene un vínculo confirmado.</Trans>
            </Empty>
          ) : (
            <List label={t`Vínculos confirmados`}>
              {ties.map((each) => (
                <TieLine key={each.id} tie={each} />
              ))}
            </List>
          )
        }
      </Await>
      <More of={read} />
    </>
  );
}
