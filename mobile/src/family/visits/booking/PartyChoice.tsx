import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { href } from "@/nav/routes";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Choices } from "@/ui/Choice";
import { Note } from "@/ui/Note";
import { Words } from "@/ui/Words";
import { type Companion, changed, namesOf } from "./party";

type Props = { all: readonly Companion[]; first: string[]; onChosen: (party: string[]) => void };

/** Who goes. Asked before the days, because the days depend on it. */
export function PartyChoice({ all, first, onChosen }: Props) {
  const { t } = useLingui();
  const [party, setParty] = useState(first);
  const [missing, setMissing] = useState(false);
  const [brought, setBrought] = useState("");
  const noteOf = useNoteOf();

  const choose = (wanted: string[]) => {
    const next = changed(party, wanted, all);
    setBrought(
      namesOf(
        next.filter((each) => !wanted.includes(each)),
        all,
      ),
    );
    setMissing(false);
    setParty(next);
  };
  return (
    <>
      <Choices
        label={t`Elija quiénes van`}
        options={all.map((each) => ({
          value: each.id,
          label: each.name,
          note: noteOf(each),
          disabled: !each.may,
        }))}
        values={party}
        onChange={choose}
        error={missing ? t`Elija por lo menos a una persona adulta.` : undefined}
      />
      <Words as="small" live="polite">
        {brought ? t`También va ${brought}: un menor de edad va con su adulto.` : ""}
      </Words>
      {all.some((each) => !each.may) ? (
        <Note
          action={
            <Button look="quiet" to={href("ties")}>
              <Trans>Ver mis vínculos</Trans>
            </Button>
          }
        >
          <Trans>Cada persona que va, también los menores, necesita su vínculo confirmado.</Trans>
        </Note>
      ) : null}
      <Button icon="calendar" onPress={() => (party.length > 0 ? onChosen(party) : setMissing(true))}>
        <Trans>Ver los días</Trans>
      </Button>
    </>
  );
}

/** Who goes, said; and the way to change it. */
export function PartyCard({
  all,
  party,
  change,
}: {
  all: readonly Companion[];
  party: readonly string[];
  change: () => void;
}) {
  const { t } = useLingui();
  return (
    <Card label={t`Quiénes van`}>
      <Words as="small">
        <Trans>Van:</Trans>
      </Words>
      <Words as="strong">{namesOf(party, all)}</Words>
      <Button look="quiet" icon="people" onPress={change}>
        <Trans>Cambiar quiénes van</Trans>
      </Button>
    </Card>
  );
}

/** What there is to know of somebody who may go. */
function useNoteOf(): (companion: Companion) => string | undefined {
  const { t } = useLingui();
  return ({ minor, guardian, may, carried }) => {
    const adult = guardian?.name;
    if (minor && adult) {
      return may
        ? t`Menor de edad: va con ${adult}.`
        : t`Menor de edad. Falta confirmar su vínculo o el de ${adult}.`;
    }
    if (minor) return t`Menor de edad. Falta el adulto que lo cuida.`;
    if (!may) return t`Falta que la oficina confirme su vínculo.`;
    return carried ? t`Va sin celular. Usted reserva por esta persona.` : undefined;
  };
}
