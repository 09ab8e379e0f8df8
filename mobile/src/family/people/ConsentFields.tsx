import { Trans, useLingui } from "@lingui/react/macro";
import { View } from "react-native";
import type { ConsentHow, ConsentTextQuery } from "@/data/gen/documents";
import type { Read } from "@/data/reads";
import { Await } from "@/ui/Await";
import { Card } from "@/ui/Card";
import { Choice, Switch } from "@/ui/Choice";
import { Words } from "@/ui/Words";
import type { Adding } from "./adding";

type Props = {
  read: Read<ConsentTextQuery>;
  adding: Adding;
  change: (part: Partial<Adding>) => void;
  tried: boolean;
};

/** What a relative without a phone is read aloud, how they answered, and that they agreed. */
export function ConsentFields({ read, adding, change, tried }: Props) {
  const { t } = useLingui();
  const ways = useConsentWays();
  return (
    <Await read={read}>
      {({ consentText: { version, words } }) => (
        <>
          <Words>
            <Trans>Lea esto a su familiar, en voz alta y completo:</Trans>
          </Words>
          <Card label={t`Lo que se lee`}>
            <Words as="strong">{words}</Words>
          </Card>
          <Choice
            label={t`¿Cómo le respondió?`}
            options={ways}
            value={adding.consentHow}
            onChange={(consentHow) => change({ consentHow })}
            error={tried && !adding.consentHow ? t`Elija cómo le respondió.` : undefined}
          />
          <Switch
            label={t`Le leí todo y está de acuerdo`}
            value={adding.agreedTo === version}
            onChange={(agreed) => change({ agreedTo: agreed ? version : undefined })}
          />
          {tried && adding.agreedTo !== version ? (
            <View role="alert">
              <Words tone="bad">
                <Trans>Sin su permiso no puede agregar a su familiar.</Trans>
              </Words>
            </View>
          ) : null}
        </>
      )}
    </Await>
  );
}

/** How somebody may have agreed. */
export function useConsentWays(): { value: ConsentHow; label: string }[] {
  const { t } = useLingui();
  return [
    { value: "IN_PERSON", label: t`En persona` },
    { value: "BY_VOICE_CALL", label: t`Por llamada` },
    { value: "IN_WRITING", label: t`Por escrito` },
  ];
}
