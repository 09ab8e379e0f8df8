import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { href } from "@/nav/routes";
import { List } from "@/ui/Card";
import { Row } from "@/ui/Row";
import { Words } from "@/ui/Words";
import type { Standing } from "./Closing";

/** What must be done before a month is closed, each with the way to do it. */
export function ClosingLeft({ of }: { of: Standing }) {
  const { t } = useLingui();
  const { workshopsLeft, exitsLeft, remittancesLeft, month } = of;
  const onTheirWay = plural(remittancesLeft, {
    one: "# envío de dinero espera al banco: no detiene el cierre.",
    other: "# envíos de dinero esperan al banco: no detienen el cierre.",
  });
  return (
    <>
      {workshopsLeft.length + exitsLeft > 0 ? (
        <>
          <Words>
            <Trans>Antes de cerrar falta:</Trans>
          </Words>
          <List label={t`Antes de cerrar falta`}>
            {workshopsLeft.map((each) => (
              <Row
                key={each.workshopId}
                icon="check"
                title={each.name}
                note={t`Falta revisar su mes.`}
                to={href("workMonth", { month, workshop: each.workshopId })}
              />
            ))}
            {exitsLeft > 0 ? (
              <Row
                icon="person"
                title={t`Quienes se fueron`}
                note={plural(exitsLeft, {
                  one: "# cuenta espera que la confirme.",
                  other: "# cuentas esperan que las confirme.",
                })}
                to={href("exits")}
              />
            ) : null}
          </List>
        </>
      ) : null}
      {remittancesLeft > 0 ? <Words as="small">{onTheirWay}</Words> : null}
    </>
  );
}
