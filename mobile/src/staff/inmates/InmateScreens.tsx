import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { href } from "@/nav/routes";
import { Await, Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { Page } from "@/ui/Page";
import { useTheme } from "@/ui/theme";
import { Columns } from "../parts/Columns";
import { InmateScreen } from "./InmateScreen";
import { Restrictions } from "./restrictions/Restrictions";
import { Search } from "./Search";
import { usePerson } from "./useFound";

/** People of the place: looked for by name or number, and one of them: side by side on a desk. */
export default function InmateScreens({ id }: { id: string | undefined }) {
  const { t } = useLingui();
  const { wide } = useTheme();
  const [matching, setMatching] = useState("");
  const { person, read } = usePerson(id);
  const search = <Search matching={matching} onSearch={setMatching} here={id} />;
  const detail = person ? (
    <InmateScreen key={person.id} inmate={person} />
  ) : read.refused?.code === "NOT_FOUND" ? (
    <NotHere />
  ) : (
    <Await read={read}>{() => null}</Await>
  );
  const name = person ? `${person.givenNames} ${person.surnames}` : t`Personas`;
  if (wide) {
    return (
      <Page title={t`Personas`} broad>
        <Columns list={search} detail={id ? detail : <Restrictions />} />
      </Page>
    );
  }
  if (!id) {
    return (
      <Page title={t`Personas`}>
        {search}
        <Restrictions />
      </Page>
    );
  }
  return (
    <Page title={name} up={href("inmates")}>
      {detail}
    </Page>
  );
}

/** The person of this address is not held here, or not any more. */
function NotHere() {
  return (
    <Empty
      action={
        <Button look="quiet" icon="people" to={href("inmates")}>
          <Trans>Buscar a una persona</Trans>
        </Button>
      }
    >
      <Trans>Esta persona ya no figura en este lugar. Búsquela por su nombre o su número.</Trans>
    </Empty>
  );
}
