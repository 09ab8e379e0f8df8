import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect } from "react";
import { WorkConflicts, type WorkConflictsQuery } from "@/data/gen/staff/work";
import { useRead } from "@/data/reads";
import { href } from "@/nav/routes";
import { Await, Empty } from "@/ui/Await";
import { Page } from "@/ui/Page";
import { Words } from "@/ui/Words";
import { useOffice } from "../office/office";
import { RivalCard } from "./RivalCard";
import { useWorkbox } from "./Workday";

export type Rival = WorkConflictsQuery["workConflicts"][number];

/** Shifts of which two versions came, side by side, until somebody says which one stands. */
export function RivalsScreen() {
  const { t } = useLingui();
  const { id } = useOffice();
  const read = useRead(WorkConflicts, { establishmentId: id });
  useSettled(id, read.data?.workConflicts, read.asOf);
  return (
    <Page title={t`Dos versiones`} up={href("workday")}>
      <Words>
        <Trans>
          De estos días llegaron dos versiones distintas. Compárelas y diga cuál vale. La otra queda escrita.
        </Trans>
      </Words>
      <Await read={read}>
        {({ workConflicts }) =>
          workConflicts.length === 0 ? (
            <Empty>
              <Trans>No hay versiones por comparar.</Trans>
            </Empty>
          ) : (
            workConflicts.map((each) => <RivalCard key={each.id} of={each} />)
          )
        }
      </Await>
    </Page>
  );
}

/** What somebody else has settled meanwhile needs nobody's look on this phone any more. */
function useSettled(establishmentId: string, open: readonly Rival[] | undefined, asOf: number | undefined) {
  const { box, rows } = useWorkbox();
  const settled = rows
    .filter(
      ({ answer, answeredAt, said, ...row }) =>
        row.establishmentId === establishmentId &&
        answer?.__typename === "RowConflict" &&
        (answeredAt ?? 0) < (asOf ?? 0) &&
        open?.every((each) => each.said.id !== said.id),
    )
    .map(({ said }) => said.id);
  const key = settled.join(" ");
  useEffect(() => {
    if (key) void box.drop(key.split(" "));
  }, [box, key]);
}
