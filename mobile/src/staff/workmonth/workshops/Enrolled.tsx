import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { WorkDay, type WorkDayQuery } from "@/data/gen/staff/work";
import { useRead } from "@/data/reads";
import { figures } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { Await, Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { List } from "@/ui/Card";
import { State } from "@/ui/Note";
import { Reveal } from "@/ui/Reveal";
import { Words } from "@/ui/Words";
import { useName } from "../LineOfMonth";
import { lastOf } from "../months";
import { EndEnrolment } from "./EndEnrolment";
import { Enrol } from "./Enrol";
import type { Acts } from "./WorkshopScreen";

export type Enrolment = WorkDayQuery["workDay"]["people"][number];

/** Who is in a workshop today; one more, or one less. */
export function Enrolled({ workshop, chief, onDone }: Acts) {
  const { t } = useLingui();
  const [adding, setAdding] = useState(false);
  const read = useRead(WorkDay, { workshopId: workshop.id, onDay: lastOf(workshop.closedOn) });
  return (
    <>
      <Words as="heading">
        <Trans>Quiénes trabajan</Trans>
      </Words>
      {chief && !adding ? (
        <Button look="quiet" icon="plus" onPress={() => setAdding(true)}>
          <Trans>Inscribir a una persona</Trans>
        </Button>
      ) : null}
      {chief && adding ? (
        <Enrol
          workshop={workshop}
          onDone={(words) => {
            setAdding(false);
            onDone(words);
          }}
          onLeave={() => setAdding(false)}
        />
      ) : null}
      <Await read={read}>
        {({ workDay }) =>
          workDay.people.length === 0 ? (
            <Empty>
              <Trans>Nadie está inscrito en este taller.</Trans>
            </Empty>
          ) : (
            <List label={t`Quiénes trabajan`}>
              {workDay.people.map((each) => (
                <OnePerson key={each.enrolmentId} of={each} chief={chief} onDone={onDone} />
              ))}
            </List>
          )
        }
      </Await>
    </>
  );
}

function OnePerson({ of, chief, onDone }: { of: Enrolment } & Pick<Acts, "chief" | "onDone">) {
  const { t } = useLingui();
  const name = useName(of.worker);
  const [signed, sheet] = [figures(of.consentOn), of.consentAct];
  const [withdrawn, other] = [of.withdrawnOn && figures(of.withdrawnOn), of.withdrawnAct];
  return (
    <Reveal label={name} note={of.grade ?? t`Sin categoría`}>
      {of.inside ? null : <State tone="warn">{t`Hoy no está aquí`}</State>}
      <Words as="small">
        {sheet ? t`Firmó el ${signed}, hoja ${sheet}.` : t`Firmó el ${signed}; la hoja no está anotada.`}
      </Words>
      {withdrawn ? (
        <Words as="small">
          {other ? t`Lo retiró el ${withdrawn}, hoja ${other}.` : t`Lo retiró el ${withdrawn}.`}
        </Words>
      ) : null}
      <Button look="quiet" icon="coin" to={href("pay", { inmate: of.worker.inmateId })}>
        <Trans>Su pago y sus permisos</Trans>
      </Button>
      {chief ? <EndEnrolment of={of} name={name} onDone={onDone} /> : null}
    </Reveal>
  );
}
