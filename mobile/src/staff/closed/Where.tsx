import { useLingui } from "@lingui/react/macro";
import { Choice } from "@/ui/Choice";
import { PavilionField } from "../parts/PavilionField";

type Props = {
  /** Nothing: the whole place. Null: one building, which is not chosen yet. */
  pavilionId: string | null | undefined;
  onChange: (pavilionId: string | null | undefined) => void;
};

/** The whole place, or one of its buildings: those are many, and shown only to who closes one. */
export function Where({ pavilionId, onChange }: Props) {
  const { t } = useLingui();
  return (
    <>
      <Choice
        label={t`¿Dónde?`}
        options={[
          { value: "whole", label: t`Todo el lugar` },
          { value: "part", label: t`Un pabellón` },
        ]}
        value={pavilionId === undefined ? "whole" : "part"}
        onChange={(where) => onChange(where === "whole" ? undefined : null)}
        inline
      />
      {pavilionId === undefined ? null : (
        <PavilionField label={t`¿Qué pabellón?`} value={pavilionId ?? undefined} onChange={onChange} />
      )}
    </>
  );
}
