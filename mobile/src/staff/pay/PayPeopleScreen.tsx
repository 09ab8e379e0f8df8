import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { href } from "@/nav/routes";
import { List } from "@/ui/Card";
import { Page } from "@/ui/Page";
import { Row } from "@/ui/Row";
import { Search } from "../inmates/Search";

/** The pay of a person is found by their name; what waits for a second person stands above it. */
export function PayPeopleScreen() {
  const { t } = useLingui();
  const [matching, setMatching] = useState("");
  return (
    <Page title={t`Pagos`}>
      <List label={t`Lo que espera`}>
        <Row
          icon="coin"
          title={t`Envíos de dinero`}
          note={t`Pedir, aprobar, y los archivos del banco.`}
          to={href("payouts")}
        />
        <Row
          icon="check"
          title={t`Correcciones por aprobar`}
          note={t`Las aprueba otra persona que la que las anotó.`}
          to={href("corrections")}
        />
      </List>
      <Search
        matching={matching}
        onSearch={setMatching}
        here={undefined}
        to={(inmate) => href("pay", { inmate })}
      />
    </Page>
  );
}
