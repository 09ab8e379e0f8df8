import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { VouchForDevice } from "@/data/gen/staff/account";
import { href } from "@/nav/routes";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { Note } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { useTheme } from "@/ui/theme";
import { Words } from "@/ui/Words";
import { StepUp } from "../account/StepUp";
import { useSteppedUp } from "../account/useSteppedUp";
import { useOffice } from "../office/office";

/** At the desk, with the person's document in sight: their new phone becomes a trusted one. */
export default function VouchScreen() {
  const { t } = useLingui();
  const { wide } = useTheme();
  const { id } = useOffice();
  const [phone, setPhone] = useState("");
  const [code, setCode] = useState("");
  const [vouched, setVouched] = useState<string>();
  const act = useSteppedUp(VouchForDevice);
  const digits = phone.replace(/\D/g, "").replace(/^51(?=9\d{8}$)/, "");
  const ready = digits !== "" && code.trim() !== "";

  const vouch = async () => {
    if (!ready || act.busy) return;
    const done = await act.run({ establishmentId: id, phone: digits, deviceCode: code.trim().toUpperCase() });
    if (!done) return;
    setVouched(digits);
    setPhone("");
    setCode("");
  };
  return (
    <Page title={t`Confirmar un celular`} up={wide ? undefined : href("home")}>
      <Words>
        <Trans>
          Pida el documento de la persona y compare la cara. Después copie el código que muestra su celular
          nuevo.
        </Trans>
      </Words>
      {vouched ? (
        <Note tone="good" urgent>
          <Trans>Listo. El celular del número {vouched} ya puede entrar a la cuenta.</Trans>
        </Note>
      ) : null}
      <Field
        label={t`Número de celular`}
        hint={t`Nueve cifras, como 900 099 001`}
        value={phone}
        onChange={setPhone}
        inputMode="tel"
        autoComplete="off"
        maxLength={18}
      />
      <Field
        label={t`Código del celular nuevo`}
        hint={t`Lo muestra la pantalla de la persona`}
        value={code}
        onChange={setCode}
        autoCapitalize="characters"
        autoComplete="off"
        maxLength={20}
        onSubmitEditing={() => void vouch()}
      />
      <StepUp of={act} />
      {act.waiting ? null : (
        <Button icon="check" busy={act.busy} disabled={!ready} onPress={() => void vouch()}>
          <Trans>Vi su documento: confirmar este celular</Trans>
        </Button>
      )}
    </Page>
  );
}
