import { Trans, useLingui } from "@lingui/react/macro";
import { LANGUAGES } from "@/l10n/languages";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { languageWords } from "../words";
import { GroupFault } from "./GroupFault";
import type { Part } from "./part";

/** Title and summary in the languages of the app that are not Spanish: who speaks them reads these. */
export function LanguageFields({ value, onChange, faults }: Part) {
  const { t } = useLingui();
  const others = Object.keys(LANGUAGES).filter((each) => each !== "es");
  const left = others.filter((each) => !value.words.some(({ language }) => language === each));
  const change = (language: string, to: Partial<Part["value"]["words"][number]>) =>
    onChange({ words: value.words.map((each) => (each.language === language ? { ...each, ...to } : each)) });
  return (
    <>
      {value.words.map((each, index) => {
        const language = languageWords(each.language);
        return (
          <LanguageText
            key={each.language}
            language={language}
            of={each}
            error={faults[`words.${index}`]}
            onChange={(to) => change(each.language, to)}
            onLeave={() => onChange({ words: value.words.filter((other) => other !== each) })}
          />
        );
      })}
      <GroupFault>{faults.words}</GroupFault>
      {left.map((each) => {
        const language = languageWords(each);
        return (
          <Button
            key={each}
            look="quiet"
            icon="plus"
            onPress={() => onChange({ words: [...value.words, { language: each, title: "", summary: "" }] })}
          >
            {t`Escribirlo en ${language}`}
          </Button>
        );
      })}
    </>
  );
}

type TextProps = {
  language: string;
  of: { title: string; summary: string };
  error: string | undefined;
  onChange: (to: { title?: string; summary?: string }) => void;
  onLeave: () => void;
};

function LanguageText({ language, of, error, onChange, onLeave }: TextProps) {
  const { t } = useLingui();
  return (
    <>
      <Field
        label={t`Título en ${language}`}
        value={of.title}
        onChange={(title) => onChange({ title })}
        autoComplete="off"
        maxLength={120}
        error={error}
      />
      <Field
        label={t`De qué se trata, en ${language}`}
        value={of.summary}
        onChange={(summary) => onChange({ summary })}
        multiline
        autoComplete="off"
        maxLength={2000}
      />
      <Button look="quiet" icon="cross" onPress={onLeave}>
        <Trans>Quitar el {language}</Trans>
      </Button>
    </>
  );
}
