import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { GroupFault } from "./GroupFault";
import type { Part } from "./part";

/** The pieces that are played, shown or read. */
export function WorkFields({ value, onChange, faults }: Part) {
  const { t } = useLingui();
  const change = (index: number, to: Partial<Part["value"]["works"][number]>) =>
    onChange({ works: value.works.map((each, at) => (at === index ? { ...each, ...to } : each)) });
  return (
    <>
      {value.works.map((each, index) => {
        const number = index + 1;
        return [
          <Field
            key={`title ${number}`}
            label={t`Obra ${number}`}
            value={each.title}
            onChange={(title) => change(index, { title })}
            autoComplete="off"
            maxLength={200}
            error={faults[`works.${index}`]}
          />,
          <Field
            key={`author ${number}`}
            label={t`De quién es la obra ${number} (si se sabe)`}
            value={each.author}
            onChange={(author) => change(index, { author })}
            autoComplete="off"
            maxLength={200}
          />,
          <Button
            key={`leave ${number}`}
            look="quiet"
            icon="cross"
            onPress={() => onChange({ works: value.works.filter((_, at) => at !== index) })}
          >
            {t`Quitar la obra ${number}`}
          </Button>,
        ];
      })}
      <GroupFault>{faults.works}</GroupFault>
      <Button
        look="quiet"
        icon="plus"
        onPress={() => onChange({ works: [...value.works, { title: "", author: "" }] })}
      >
        <Trans>Agregar una obra</Trans>
      </Button>
    </>
  );
}
