import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { Read } from "@/data/reads";
import { Await } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { Choice } from "@/ui/Choice";
import { Field } from "@/ui/Field";
import { Words } from "@/ui/Words";
import { type Place, placesLike } from "./places";

/** As many as one reads without getting tired. */
const FEW = 6;
const MORE = 20;

type Props = {
  read: Read<Place[]>;
  query: string;
  onQuery: (query: string) => void;
  value: string | undefined;
  onChange: (id: string) => void;
  tried: boolean;
};

/** One of the places, found by a part of its name or of where it is. */
export function PlaceField({ read, query, onQuery, value, onChange, tried }: Props) {
  const { t } = useLingui();
  const [count, setCount] = useState(FEW);
  return (
    <Await read={read}>
      {(places) => {
        const found = placesLike(places, query).filter((each) => each.id !== value);
        const chosen = places.filter((each) => each.id === value);
        const shown = [...chosen, ...found.slice(0, count)];
        const hidden = found.length - count;
        return (
          <>
            <Field
              label={t`Buscar el lugar`}
              hint={t`Parte del nombre, la ciudad o el departamento`}
              value={query}
              onChange={(typed) => {
                setCount(FEW);
                onQuery(typed);
              }}
              autoComplete="off"
            />
            {shown.length > 0 ? (
              <Choice
                label={t`Lugar`}
                options={shown.map((each) => ({ value: each.id, label: each.name, note: whereabouts(each) }))}
                value={value}
                onChange={onChange}
                error={tried && !value ? t`Elija un lugar.` : undefined}
              />
            ) : null}
            <Words tone="soft" live="polite">
              {found.length === 0 && chosen.length === 0 ? (
                <Trans>No hay ningún lugar así. Pruebe con otra palabra.</Trans>
              ) : hidden > 0 ? (
                <Plural value={hidden} one="Hay # lugar más." other="Hay # lugares más." />
              ) : null}
            </Words>
            {hidden > 0 ? (
              <Button look="quiet" icon="plus" onPress={() => setCount(count + MORE)}>
                <Trans>Ver más</Trans>
              </Button>
            ) : null}
          </>
        );
      }}
    </Await>
  );
}

function whereabouts({ district, province, department }: Place): string {
  const parts = [district, province, department].filter((each): each is string => Boolean(each));
  return [...new Set(parts)].join(", ");
}
