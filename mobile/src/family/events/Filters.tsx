import { useLingui } from "@lingui/react/macro";
import { WhatsOn } from "@/data/gen/family/events";
import { useKept } from "@/data/reads";
import { List } from "@/ui/Card";
import { Choice } from "@/ui/Choice";
import { Reveal } from "@/ui/Reveal";
import { choicesOf, type Filter } from "./filter";
import { isOn, type Kind } from "./happening";
import { kindWords } from "./words";

type Props = { filter: Filter; onChange: (filter: Filter) => void; now: number };

const ALL = "";

/** Which events to see, by kind and by place; nothing to choose where there is only one of each. */
export function Filters({ filter, onChange, now }: Props) {
  const { t } = useLingui();
  const known = useKept(WhatsOn).flatMap(({ data }) => data.whatsOn.nodes);
  const { kinds, places } = choicesOf(known.filter((each) => isOn(each, now)));
  if (kinds.length < 2 && places.length < 2) return null;
  const place = places.find((each) => each.id === filter.establishmentId)?.name;
  const chosen = [filter.kind && kindWords(filter.kind), place].filter(Boolean).join(" · ");
  return (
    <List label={t`Elegir qué ver`}>
      <Reveal label={t`Elegir qué ver`} note={chosen || t`Se ven todas`}>
        {kinds.length > 1 ? (
          <Choice
            label={t`Qué actividad`}
            inline
            value={filter.kind ?? ALL}
            onChange={(value) => onChange({ ...filter, kind: value === ALL ? undefined : (value as Kind) })}
            options={[
              { value: ALL, label: t`Todas` },
              ...kinds.map((value) => ({ value, label: kindWords(value) })),
            ]}
          />
        ) : null}
        {places.length > 1 ? (
          <Choice
            label={t`En qué lugar`}
            value={filter.establishmentId ?? ALL}
            onChange={(value) => onChange({ ...filter, establishmentId: value || undefined })}
            options={[
              { value: ALL, label: t`En todos` },
              ...places.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        ) : null}
      </Reveal>
    </List>
  );
}
