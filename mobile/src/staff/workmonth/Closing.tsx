import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useEffectEvent } from "react";
import { useAct } from "@/data/acts";
import {
  CloseMonth,
  MonthClosing,
  type MonthClosingQuery,
  MonthStatements,
} from "@/data/gen/staff/statements";
import { WorkMonth, WorkMonths } from "@/data/gen/staff/work";
import { useRead, useRefresh } from "@/data/reads";
import { Bar } from "@/family/earnings/Bar";
import { type Day, monthAndYear } from "@/l10n/dates";
import { Await } from "@/ui/Await";
import { Card } from "@/ui/Card";
import { Confirm } from "@/ui/Confirm";
import { Note } from "@/ui/Note";
import { Outcome } from "@/ui/Outcome";
import { Words } from "@/ui/Words";
import { useOffice } from "../office/office";
import { ClosedMonth } from "./ClosedMonth";
import { ClosingLeft } from "./ClosingLeft";

export type Standing = MonthClosingQuery["monthClosing"];

/** Milliseconds between two looks at a closing that goes on. */
const A_LOOK = 2000;

/** The closing of a month: what is left to do before it, how far it is, what it came to. */
export function Closing({ month }: { month: Day }) {
  const { t } = useLingui();
  const { id } = useOffice();
  const read = useRead(MonthClosing, { establishmentId: id, month });
  const standing = read.data?.monthClosing;
  const going = standing?.state === "ASKED" || standing?.state === "RUNNING";
  const refresh = useRefresh();
  const look = useEffectEvent(() => refresh(MonthClosing));
  // What is shown of the month is another once it is closed.
  const ended = useEffectEvent(() => refresh(WorkMonths, WorkMonth, MonthStatements));
  useEffect(() => {
    if (!going) return;
    const timer = setInterval(() => look(), A_LOOK);
    return () => {
      clearInterval(timer);
      ended();
    };
  }, [going]);
  return (
    <Card label={t`Cierre del mes`}>
      <Words as="heading">
        <Trans>Cierre del mes</Trans>
      </Words>
      <Await read={read}>
        {({ monthClosing }) => (
          <>
            {monthClosing.state === "CLOSED" ? <ClosedMonth of={monthClosing} /> : null}
            {going ? <Going of={monthClosing} /> : null}
            {monthClosing.state === "OPEN" || monthClosing.state === "STOPPED" ? (
              <ToClose of={monthClosing} />
            ) : null}
          </>
        )}
      </Await>
    </Card>
  );
}

/** The service is at it; the phone may be put away. */
function Going({ of: { made, people, state } }: { of: Standing }) {
  return (
    <>
      <Bar value={people} most={people} filled={made} />
      <Words live="polite">
        {state === "ASKED" ? (
          <Trans>Pedido: empieza en un momento.</Trans>
        ) : (
          <Trans>
            Van {made} de {people} cuentas.
          </Trans>
        )}
      </Words>
      <Words as="small">
        <Trans>Puede salir de esta pantalla: el cierre sigue.</Trans>
      </Words>
    </>
  );
}

/** What is left to do, or the button that closes; a closing that stopped says why. */
function ToClose({ of }: { of: Standing }) {
  const { t } = useLingui();
  const act = useAct(CloseMonth);
  const refresh = useRefresh();
  const when = monthAndYear(of.month);
  const ready = of.workshopsLeft.length === 0 && of.exitsLeft === 0;
  const left = plural(of.people - of.made, {
    0: "Ya están hechas todas las cuentas del mes.",
    one: "Se hará # cuenta del mes.",
    other: "Se harán # cuentas del mes.",
  });
  const accounts = of.people === 0 ? t`En este mes nadie trabajó: no hay cuentas que hacer.` : left;
  const stopped = of.state === "STOPPED";
  return (
    <>
      {stopped ? (
        <Note tone="bad" title={t`El cierre se detuvo`}>
          {of.problem ?? t`Vuelva a pedirlo. Lo que ya se hizo queda hecho.`}
        </Note>
      ) : null}
      <ClosingLeft of={of} />
      <Outcome of={act} />
      {ready ? (
        <Confirm
          label={stopped ? t`Volver a pedir el cierre` : t`Cerrar el mes`}
          icon="lock"
          yes={t`Sí, cerrar ${when}`}
          busy={act.busy}
          onYes={() =>
            void act
              .run({ establishmentId: of.establishmentId, month: of.month })
              .then((done) => done && refresh(MonthClosing))
          }
        >
          {accounts}{" "}
          <Trans>
            Después no se podrá cambiar ningún registro de {when}. Lo que se corrija entra en el mes que
            sigue. Las familias con permiso recibirán un aviso.
          </Trans>
        </Confirm>
      ) : null}
    </>
  );
}
