import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Establishments } from "@/data/gen/documents";
import { placesLike } from "@/family/people/places";
import { Await } from "@/ui/Await";
import { Choices } from "@/ui/Choice";
import { Field } from "@/ui/Field";
import { Words } from "@/ui/Words";
import { useOffice } from "../../office/office";
import { usePages } from "../../pages";
import type { Part } from "./part";

const SHOWN = 6;

/** Other places whose people and families it concerns, found by a part of their name. */
export function AlsoAtField({ value, onChange, faults }: Part) {
  const { t } = useLingui();
  const { id } = useOffice();
  const [typed, setTyped] = useState("");
  const read = usePages(Establishments, { first: 50 }, (answer) => answer.establishments, { whole: true });
  return (
    <Await read={read}>
      {(all) => {
        const chosen = all.filter((each) => value.alsoAt.includes(each.id));
        const found = typed.trim() ? placesLike(all, typed).filter((each) => each.id !== id) : [];
        const more = found.filter((each) => !chosen.includes(each)).slice(0, SHOWN);
        const options = [...chosen, ...more].map((each) => ({
          value: each.id,
          label: each.name,
          note: each.department,
        }));
        return (
          <>
            <Field
              label={t`Otros lugares que participan`}
              hint={t`Escriba parte del nombre o el departamento y marque abajo`}
              value={typed}
              onChange={setTyped}
              autoComplete="off"
              maxLength={60}
              error={faults.alsoAt}
            />
            {options.length > 0 ? (
              <Choices
                label={t`Lugares`}
                options={options}
                values={value.alsoAt}
                onChange={(alsoAt) => onChange({ alsoAt })}
              />
            ) : typed.trim() ? (
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
