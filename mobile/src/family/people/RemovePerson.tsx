import { Trans, useLingui } from "@lingui/react/macro";
import { useAct } from "@/data/acts";
import { RemoveVisitor } from "@/data/gen/documents";
import { Confirm } from "@/ui/Confirm";
import { Note } from "@/ui/Note";
import { Outcome } from "@/ui/Outcome";
import { type Person, useRefreshPeople } from "./people";

/** Who is no longer on the list, and how many visits that called off. */
export type Removed = { name: string; calledOff: number };

type Props = { person: Person; people: readonly Person[]; onRemoved: (removed: Removed) => void };

/** Take somebody off the list; an adult under whom minors are stays until they are off it. */
export function RemovePerson({ person, people, onRemoved }: Props) {
  const { t } = useLingui();
  const remove = useAct(RemoveVisitor);
  const refresh = useRefreshPeople();
  const name = person.givenNames;
  const minors = people.filter((each) => each.guardianId === person.id).map((each) => each.givenNames);
  if (minors.length > 0) {
    const names = minors.join(", ");
    return (
      <Note>
        <Trans>
          Para quitar a {name} de su lista, primero quite a quienes van con esta persona: {names}.
        </Trans>
      </Note>
    );
  }
  const end = async () => {
    const done = await remove.run({ visitorId: person.id });
    if (!done) return;
    onRemoved({ name, calledOff: done.calledOff });
    refresh();
  };
  return (
    <>
      <Outcome of={remove} />
      <Confirm
        label={t`Quitar de mi lista`}
        yes={t`Sí, quitar a ${name}`}
        busy={remove.busy}
        onYes={() => void end()}
      >
        <Trans>
          Terminan los vínculos de {name} y se cancelan las visitas a las que iba a ir, también para quienes
          iban juntos.
        </Trans>
      </Confirm>
    </>
  );
}
