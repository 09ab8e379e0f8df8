import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Establishments } from "@/data/gen/documents";
import { placesLike } from "@/family/people/places";
import { Await } from "@/ui/Await";
import { Choice } from "@/ui/Choice";
import { Field } from "@/ui/Field";
import { Words } from "@/ui/Words";
import { useOffice } from "../../office/office";
import { usePages } from "../../pages";

const SHOWN = 6;

/** Another establishment, found by a part of its name or of where it is. */
export function Destination({
  value,
  onChange,
}: {
  value: string | undefined;
  onChange: (id: string) => void;
}) {
  const { t } = useLingui();
  const { id } = useOffice();
  const [typed, setTyped] = useState("");
  const read = usePages(Establishments, { first: 50 }, (answer) => answer.establishments, { whole: true });
  const wanted = typed.trim();
  return (
    <Await read={read}>
      {(all) => {
        const chosen = all.find((each) => each.id === value);
        const found = placesLike(all, typed).filter((each) => each.id !== id);
        const shown = wanted ? found.slice(0, SHOWN) : [];
        const options = (chosen && !shown.includes(chosen) ? [chosen, ...shown] : shown).map((each) => ({
          value: each.id,
          label: each.name,
          note: each.department,
        }));
        return (
          <>
            <Field
              label={t`¿A qué lugar?`}
              hint={t`Escriba parte del nombre o el departamento y elija abajo`}
              value={typed}
              onChange={setTyped}
              autoComplete="off"
              maxLength={60}
            />
            {options.length > 0 ? (
              <Choice label={t`Lugares`} options={options} value={value} onChange={onChange} />
            ) : wanted ? (
              <Words>
                <Trans>Ningún lugar se llama así.</Trans>
              </Words>
            ) : null}
          </>
        );
      }}
    </Await>
  );
}
