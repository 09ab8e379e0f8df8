import { plural, t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { UpdateVisitor } from "@/data/gen/documents";
import { Button } from "@/ui/Button";
import { Confirm } from "@/ui/Confirm";
import { Note } from "@/ui/Note";
import { Outcome } from "@/ui/Outcome";
import { countryWrong } from "./checks";
import { CountryField } from "./PaperFields";
import { BirthFields, NameFields } from "./PersonFields";
import { type Person, useRefreshPeople } from "./people";
import { birthReady, NOBODY, namesReady, type Typed } from "./typed";

type Props = { person: Person; onDone: (saved?: string) => void };

/** Put right what was typed. What the office compared makes it confirm the ties anew, and that is said before. */
export function CorrectPerson({ person, onDone }: Props) {
  const [typed, setTyped] = useState<Typed>({ ...NOBODY, ...person, validUntil: undefined });
  const [tried, setTried] = useState(false);
  const update = useAct(UpdateVisitor);
  const refresh = useRefreshPeople();
  const minor = person.capacity === "MINOR";
  const ready = namesReady(typed) && birthReady(typed, minor) && !countryWrong(typed.nationality);
  const anew = isComparedAnew(person, typed);

  const save = async () => {
    const { sex, bornOn } = typed;
    if (!ready || !sex || !bornOn) return setTried(true);
    const correction = {
      givenNames: typed.givenNames.trim(),
      surnames: typed.surnames.trim(),
      sex,
      bornOn,
      nationality: typed.nationality.trim().toUpperCase(),
      documentValidUntil: person.documentValidUntil,
    };
    const done = await update.run({ visitorId: person.id, correction });
    if (!done) return;
    refresh();
    const saved = anew ? t`Guardado. La oficina confirmará otra vez sus vínculos.` : t`Guardado.`;
    onDone([saved, calledOffWords(done.calledOff ?? 0, anew)].filter(Boolean).join(" "));
  };
  const group = { typed, tried, change: (part: Partial<Typed>) => setTyped({ ...typed, ...part }) };
  return (
    <>
      <Note tone="warn">
        <Trans>
          Si cambia nombres, apellidos, sexo o nacimiento, la oficina tendrá que confirmar otra vez los
          vínculos, y se cancelan las visitas reservadas. Para otro número de documento, agregue a la persona
          de nuevo.
        </Trans>
      </Note>
      <NameFields {...group} />
      <BirthFields {...group} minor={minor} />
      {person.documentKind === "DNI" ? null : <CountryField {...group} />}
      <Outcome of={update} />
      {anew && ready ? (
        <Confirm
          label={t`Guardar`}
          yes={t`Sí, guardar`}
          danger={false}
          busy={update.busy}
          onYes={() => void save()}
        >
          <Trans>
            Se cancelarán sus visitas reservadas. Podrá reservar otra vez cuando la oficina confirme.
          </Trans>
        </Confirm>
      ) : (
        <Button busy={update.busy} onPress={() => void save()}>
          <Trans>Guardar</Trans>
        </Button>
      )}
      <Button look="quiet" disabled={update.busy} onPress={() => onDone()}>
        <Trans>Dejarlo como estaba</Trans>
      </Button>
    </>
  );
}

/** How many visits the correction called off: none is said only to whom some were announced. */
function calledOffWords(calledOff: number, announced: boolean): string {
  if (calledOff === 0 && !announced) return "";
  return plural(calledOff, {
    0: "No había visitas reservadas.",
    one: "Se canceló # visita.",
    other: "Se cancelaron # visitas.",
  });
}

function isComparedAnew(person: Person, typed: Typed): boolean {
  return (
    typed.givenNames.trim() !== person.givenNames ||
    typed.surnames.trim() !== person.surnames ||
    typed.sex !== person.sex ||
    typed.bornOn !== person.bornOn
  );
}
