import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { Kinship } from "@/data/gen/documents";
import { FAR, kinshipWords, NEAR } from "@/family/people/kinship";
import { Button } from "@/ui/Button";
import { Choice } from "@/ui/Choice";

/** What somebody is to the person: the usual ones first, the others when they are asked for. */
export function KinshipField({
  value,
  onChange,
}: {
  value: Kinship | undefined;
  onChange: (value: Kinship) => void;
}) {
  const { t } = useLingui();
  const [all, setAll] = useState(false);
  const options = all ? [...NEAR, ...FAR] : NEAR;
  return (
    <>
      <Choice
        label={t`¿Qué es de la persona?`}
        options={options.map((each) => ({ value: each, label: kinshipWords(each) }))}
        value={value}
        onChange={onChange}
        inline
      />
      {all ? null : (
        <Button look="quiet" icon="plus" onPress={() => setAll(true)}>
          <Trans>Otro parentesco</Trans>
        </Button>
      )}
    </>
  );
}
