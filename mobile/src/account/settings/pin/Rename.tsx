import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { rename, useProfile } from "@/data/session";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Field } from "@/ui/Field";
import { Note } from "@/ui/Note";
import { Words } from "@/ui/Words";

/** What the list of people calls the person: this phone alone knows it. */
export function Rename() {
  const { t } = useLingui();
  const { name } = useProfile();
  const [wanted, setWanted] = useState(name);
  const [said, setSaid] = useState<"saved" | "empty">();
  const save = async () => {
    const next = wanted.trim();
    if (!next) return setSaid("empty");
    await rename(next);
    setSaid("saved");
  };
  return (
    <Card label={t`Su nombre en este celular`}>
      <Words as="heading">
        <Trans>Su nombre en este celular</Trans>
      </Words>
      <Field
        label={t`Nombre`}
        hint={t`Lo ve quien abre la aplicación aquí. Puede ser un apodo.`}
        value={wanted}
        onChange={(next) => {
          setWanted(next);
          setSaid(undefined);
        }}
        error={said === "empty" ? t`Escriba un nombre.` : undefined}
        maxLength={40}
        autoComplete="off"
        onSubmitEditing={() => void save()}
      />
      {said === "saved" ? (
        <Note tone="good" urgent>
          <Trans>Guardado.</Trans>
        </Note>
      ) : null}
      <Button look="quiet" onPress={() => void save()}>
        <Trans>Guardar el nombre</Trans>
      </Button>
    </Card>
  );
}
