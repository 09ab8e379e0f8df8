import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import type { Kinship, Sex } from "@/data/gen/documents";
import { Button } from "@/ui/Button";
import { Choice } from "@/ui/Choice";
import { FAR, kinshipWords, NEAR } from "./kinship";

type Props = {
  label: string;
  /** The sex of who visits: a man is nobody's mother. */
  sex: Sex | undefined;
  value: Kinship | undefined;
  onChange: (kinship: Kinship) => void;
  error: string | undefined;
};

/** What somebody is to their relative: the usual ones first, the others when they are asked for. */
export function KinshipField({ label, sex, value, onChange, error }: Props) {
  const [all, setAll] = useState(value !== undefined && FAR.includes(value));
  const never = sex === "MALE" ? "MOTHER" : sex === "FEMALE" ? "FATHER" : undefined;
  const kinships = [...NEAR, ...(all ? FAR : [])].filter((each) => each !== never);
  return (
    <>
      <Choice
        label={label}
        options={kinships.map((each) => ({ value: each, label: kinshipWords(each) }))}
        value={value}
        onChange={onChange}
        error={error}
      />
      {all ? null : (
        <Button look="quiet" icon="plus" onPress={() => setAll(true)}>
          <Trans>Otro parentesco</Trans>
        </Button>
      )}
    </>
  );
}
