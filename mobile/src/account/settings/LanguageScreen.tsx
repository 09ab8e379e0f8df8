import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { choose } from "@/account/signIn/LanguageBar";
import { useAct } from "@/data/acts";
import { SetLanguage } from "@/data/gen/documents";
import { LANGUAGES, type Language } from "@/l10n/languages";
import { href } from "@/nav/routes";
import { Choice } from "@/ui/Choice";
import { Note } from "@/ui/Note";
import { Outcome } from "@/ui/Outcome";
import { Page } from "@/ui/Page";
import { Words } from "@/ui/Words";

const ALL = Object.keys(LANGUAGES) as Language[];
const DRAFTS: readonly string[] = ["quz", "ay"] satisfies Language[];

/** The language of this phone, at once, and of what the account is told. */
export function LanguageScreen() {
  const { t, i18n } = useLingui();
  const account = useAct(SetLanguage);
  const [wordless, setWordless] = useState<Language>();
  const speak = async (language: Language) => {
    const spoken = await choose(language);
    setWordless(spoken ? undefined : language);
    if (spoken) await account.run({ language });
  };
  const name = wordless ? LANGUAGES[wordless] : "";
  return (
    <Page title={t`Idioma`} up={href("settings")}>
      <Choice
        label={t`Elija su idioma`}
        value={i18n.locale as Language}
        onChange={(language) => void speak(language)}
        options={ALL.map((value) => ({
          value,
          label: LANGUAGES[value],
          note: DRAFTS.includes(value) ? t`Borrador` : undefined,
        }))}
      />
      {wordless ? (
        <Note tone="warn" icon="offline" urgent>
          <Trans>No hay señal para traer las palabras de {name}. Toque otra vez cuando haya.</Trans>
        </Note>
      ) : null}
      <Outcome of={account} />
      <Words>
        <Trans>Los avisos de su cuenta llegarán en el mismo idioma.</Trans>
      </Words>
      <Words as="small">
        <Trans>
          El quechua y el aimara son borradores: todavía no los revisó una persona que los habla. Las frases
          que faltan se ven en español.
        </Trans>
      </Words>
    </Page>
  );
}
