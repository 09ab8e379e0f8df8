import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import {
  ConfirmExit,
  type ExitReturnReason,
  MonthClosing,
  ReturnExit,
  WaitingExits,
  type WaitingExitsQuery,
} from "@/data/gen/staff/statements";
import { useRead, useRefresh } from "@/data/reads";
import { figures } from "@/l10n/dates";
import { soles } from "@/l10n/money";
import { href } from "@/nav/routes";
import { Await, Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { List } from "@/ui/Card";
import { Choice } from "@/ui/Choice";
import { Confirm } from "@/ui/Confirm";
import { Note } from "@/ui/Note";
import { Outcome } from "@/ui/Outcome";
import { Page } from "@/ui/Page";
import { Reveal } from "@/ui/Reveal";
import { useOffice } from "../office/office";
import { Facts } from "../parts/Facts";
import { hoursWords } from "./amounts";
import { Account } from "./StatementRead";
import { returnWords } from "./words";

type Exit = WaitingExitsQuery["waitingExits"][number];

const WHY: readonly ExitReturnReason[] = ["HOURS", "PIECES", "PEOPLE", "OTHER"];

/** Accounts of people who left before their month closed: confirmed or sent back by a chief. */
export function ExitsScreen() {
  const { t } = useLingui();
  const { id } = useOffice();
  const read = useRead(WaitingExits, { establishmentId: id });
  const [said, setSaid] = useState<string>();
  return (
    <Page title={t`Quienes se fueron`} up={href("home")}>
      {said ? (
        <Note tone="good" urgent>
          {said}
        </Note>
      ) : null}
      <Await read={read}>
        {({ waitingExits }) =>
          waitingExits.length === 0 ? (
            <Empty>
              <Trans>No hay cuentas por confirmar de quienes se fueron.</Trans>
            </Empty>
          ) : (
            <List label={t`Cuentas por confirmar, la más antigua primero`}>
              {waitingExits.map((each) => (
                <OneExit key={each.id} of={each} onDone={setSaid} />
              ))}
            </List>
          )
        }
      </Await>
    </Page>
  );
}

function OneExit({ of, onDone }: { of: Exit; onDone: (words: string) => void }) {
  const { t } = useLingui();
  const name = of.surnames ? `${of.surnames}, ${of.givenNames}` : t`Persona que ya no está aquí`;
  const [personal, last] = [soles(of.personal), figures(of.closesOn)];
  return (
    <Reveal label={name} note={t`Hasta el ${last} · le corresponde ${personal}`}>
      <Facts
        of={[
          [t`Ganó`, soles(of.gross)],
          [t`Se descontó`, soles(of.withheld)],
          [t`Le corresponde`, personal],
          [t`Trabajo contado`, hoursWords(of.workedMinutes)],
        ]}
      />
      <Account of={of} />
      <Button look="quiet" to={href("monthOfOne", { month: of.month, inmate: of.inmateId })}>
        <Trans>Ver día por día</Trans>
      </Button>
      <Decide of={of} name={name} onDone={onDone} />
    </Reveal>
  );
}

function Decide({ of, name, onDone }: { of: Exit; name: string; onDone: (words: string) => void }) {
  const { t } = useLingui();
  const confirm = useAct(ConfirmExit);
  const back = useAct(ReturnExit);
  const refresh = useRefresh();
  const [why, setWhy] = useState<ExitReturnReason>();
  const personal = soles(of.personal);
  const done = (words: string) => {
    onDone(words);
    refresh(WaitingExits, MonthClosing);
  };
  return (
    <>
      <Outcome of={confirm} />
      <Confirm
        label={t`Confirmar la cuenta`}
        icon="check"
        yes={t`Sí, confirmar`}
        danger={false}
        busy={confirm.busy}
        onYes={() =>
          void confirm
            .run({ statementId: of.id })
            .then((sure) => sure && done(t`Confirmada la cuenta de ${name}: le corresponde ${personal}.`))
        }
      >
        <Trans>
          Se asienta la cuenta de {name}: le corresponde {personal}. Después solo se corrige con un ajuste.
        </Trans>
      </Confirm>
      <Choice
        label={t`O devolverla: ¿por qué?`}
        options={WHY.map((each) => ({ value: each, label: returnWords(each) }))}
        value={why}
        onChange={setWhy}
        inline
      />
      <Outcome of={back} />
      {why ? (
        <Confirm
          label={t`Devolver la cuenta`}
          yes={t`Sí, devolver`}
          busy={back.busy}
          onYes={() =>
            void back
              .run({ statementId: of.id, why })
              .then(
                (sure) =>
                  sure && done(t`Devuelta la cuenta de ${name}. Se hará otra cuando cambien sus registros.`),
              )
          }
        >
          <Trans>La cuenta queda sin efecto y sus registros se pueden corregir otra vez.</Trans>
        </Confirm>
      ) : null}
    </>
  );
}
