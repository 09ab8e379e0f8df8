import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { href } from "@/nav/routes";
import { Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { Page } from "@/ui/Page";
import { useTheme } from "@/ui/theme";
import { Columns } from "../parts/Columns";
import { InmateScreen } from "./InmateScreen";
import { Restrictions } from "./restrictions/Restrictions";
import { Search } from "./Search";
import { useFound } from "./useFound";

/** People of the place: looked for by name or number, and one of them: side by side on a desk. */
export default function InmateScreens({ id }: { id: string | undefined }) {
  const { t } = useLingui();
  const { wide } = useTheme();
  const [matching, setMatching] = useState("");
  const found = useFound(id);
  const search = <Search matching={matching} onSearch={setMatching} here={id} />;
  const detail = found ? <InmateScreen key={found.id} inmate={found} /> : <SearchFirst />;
  const name = found ? `${found.givenNames} ${found.surnames}` : t`Personas`;
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

/** Nothing is done to somebody whose name is not in sight: who comes here by an address looks for them first. */
function SearchFirst() {
  return (
    <Empty
      action={
        <Button look="quiet" icon="people" to={href("inmates")}>
          <Trans>Buscar a una persona</Trans>
        </Button>
      }
    >
      <Trans>Por seguridad, busque otra vez a la persona para ver sus datos.</Trans>
    </Empty>
  );
}
