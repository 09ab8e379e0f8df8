import { Trans, useLingui } from "@lingui/react/macro";
import { Field } from "@/ui/Field";
import { Words } from "@/ui/Words";
import { nameWrong, registerWrong, yearWrong } from "./checks";

/** What a family knows of the person they ask for. */
export type Recalled = { givenNames: string; surnames: string; registerNumber: string; bornYear: string };

/** Whether it can be sent. */
export function relativeReady(recalled: Recalled): boolean {
  return (
    !nameWrong(recalled.givenNames) &&
    !nameWrong(recalled.surnames) &&
    !registerWrong(recalled.registerNumber) &&
    !yearWrong(recalled.bornYear)
  );
}

type Props = {
  recalled: Recalled;
  change: (part: Partial<Recalled>) => void;
  tried: boolean;
  next: () => void;
};

/** Names, and whatever else helps the office to find the right person. */
export function RelativeFields({ recalled, change, tried, next }: Props) {
  const { t } = useLingui();
  return (
    <>
      <Field
        label={t`Nombres de su familiar`}
        value={recalled.givenNames}
        onChange={(givenNames) => change({ givenNames })}
        error={tried ? nameWrong(recalled.givenNames) : undefined}
        autoCapitalize="words"
        autoComplete="off"
        maxLength={100}
      />
      <Field
        label={t`Apellidos de su familiar`}
        value={recalled.surnames}
        onChange={(surnames) => change({ surnames })}
        error={tried ? nameWrong(recalled.surnames) : undefined}
        autoCapitalize="words"
        autoComplete="off"
        maxLength={100}
      />
      <Words tone="soft">
        <Trans>Lo que sigue ayuda a la oficina. Si no lo sabe, déjelo en blanco.</Trans>
      </Words>
      <Field
        label={t`Año de nacimiento`}
        value={recalled.bornYear}
        onChange={(bornYear) => change({ bornYear: bornYear.trim() })}
        error={tried ? yearWrong(recalled.bornYear) : undefined}
        inputMode="numeric"
        autoComplete="off"
        maxLength={4}
      />
      <Field
        label={t`Número de registro`}
        value={recalled.registerNumber}
        onChange={(registerNumber) => change({ registerNumber })}
        error={tried ? registerWrong(recalled.registerNumber) : undefined}
        autoCapitalize="characters"
        autoComplete="off"
        maxLength={30}
        onSubmitEditing={next}
      />
    </>
  );
}
