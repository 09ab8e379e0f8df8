import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { ClosedDays } from "@/data/gen/staff/visits";
import { href } from "@/nav/routes";
import { Await, Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { List } from "@/ui/Card";
import { Note } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { useTheme } from "@/ui/theme";
import { useOffice } from "../office/office";
import { usePages } from "../pages";
import { Columns } from "../parts/Columns";
import { More } from "../parts/More";
import { CloseDaysForm } from "./CloseDaysForm";
import { ClosureLine } from "./ClosureLine";

/** Days without visits: those to come, and one more. */
export default function ClosedScreen() {
  const { t } = useLingui();
  const { wide } = useTheme();
  const { id } = useOffice();
  const read = usePages(ClosedDays, { establishmentId: id }, (answer) => answer.closedDays);
  const [adding, setAdding] = useState(false);
  const [said, setSaid] = useState<string>();
  const list = (
    <>
      <Await read={read}>
        {(closures) =>
          closures.length === 0 ? (
            <Empty>
              <Trans>No hay días cerrados por venir.</Trans>
            </Empty>
          ) : (
            <List label={t`Días cerrados`}>
              {closures.map((each) => (
                <ClosureLine key={each.id} closure={each} onReopened={setSaid} />
              ))}
            </List>
          )
        }
      </Await>
      <More of={read} />
    </>
  );
  const form = (
    <CloseDaysForm
      onClosed={(words) => {
        setSaid(words);
        setAdding(false);
      }}
    />
  );
  const phone = adding ? (
    <>
      {form}
      <Button look="quiet" onPress={() => setAdding(false)}>
        <Trans>No cerrar nada</Trans>
      </Button>
    </>
  ) : (
    <Button
      icon="plus"
      onPress={() => {
        setSaid(undefined);
        setAdding(true);
      }}
    >
      <Trans>Cerrar días</Trans>
    </Button>
  );
  return (
    <Page title={t`Días cerrados`} broad up={wide ? undefined : href("home")}>
      {said ? (
        <Note tone="good" urgent>
          {said}
        </Note>
      ) : null}
      {wide ? (
        <Columns list={list} detail={form} />
      ) : (
        <>
          {phone}
          {list}
        </>
      )}
    </Page>
  );
}
