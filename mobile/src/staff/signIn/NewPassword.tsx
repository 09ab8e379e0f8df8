import { Trans, useLingui } from "@lingui/react/macro";
import { Card } from "@/ui/Card";
import { Field } from "@/ui/Field";
import { Words } from "@/ui/Words";

type Fresh = { password: string; again: string };

/** The password of one's own, at the first sign-in. */
export function NewPassword({
  value,
  onChange,
  least,
  tried,
}: {
  value: Fresh;
  onChange: (value: Fresh) => void;
  least: number;
  tried: boolean;
}) {
  const { t } = useLingui();
  const short = tried && value.password.length < least;
  const differs = tried && !short && value.password !== value.again;
  return (
    <Card label={t`Primer ingreso`}>
      <Words>
        <Trans>Elija una contraseña que solo usted conozca. Si el código ya cambió, escriba el nuevo.</Trans>
      </Words>
      <Field
        label={t`Contraseña nueva`}
        hint={t`Por lo menos ${least} signos. Sirven varias palabras juntas.`}
        value={value.password}
        onChange={(password) => onChange({ ...value, password })}
        secureTextEntry
        autoCapitalize="none"
        autoComplete="new-password"
        maxLength={200}
        error={short ? t`Le faltan signos: escriba por lo menos ${least}.` : undefined}
      />
      <Field
        label={t`La misma contraseña, otra vez`}
        value={value.again}
        onChange={(again) => onChange({ ...value, again })}
        secureTextEntry
        autoCapitalize="none"
        autoComplete="new-password"
        maxLength={200}
        error={differs ? t`Las dos no son iguales.` : undefined}
      />
    </Card>
  );
}
