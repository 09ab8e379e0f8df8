import { useLingui } from "@lingui/react/macro";
import { Pressable, View } from "react-native";
import { speak } from "@/l10n/l10n";
import { LANGUAGES, type Language } from "@/l10n/languages";
import { onSpace } from "@/nav/keys";
import { store } from "@/platform/store";
import { TOUCH, themed } from "@/ui/theme";
import { Words } from "@/ui/Words";

/** The four languages, each by its own name, before anybody is in. */
export function LanguageBar() {
  const { t, i18n } = useLingui();
  const styles = useStyles();
  return (
    <View style={styles.bar} role="radiogroup" aria-label={t`Idioma`}>
      {(Object.keys(LANGUAGES) as Language[]).map((each) => (
        <Pressable
          key={each}
          role="radio"
          aria-checked={i18n.locale === each}
          style={[styles.language, i18n.locale === each && styles.on]}
          onPress={() => void choose(each)}
          {...onSpace(() => void choose(each))}
        >
          <Words as="small" tone={i18n.locale === each ? "accent" : "soft"}>
            {LANGUAGES[each]}
          </Words>
        </Pressable>
      ))}
    </View>
  );
}

/** Speak it, and remember it for this phone. */
export async function choose(language: Language): Promise<boolean> {
  const spoken = await speak(language);
  if (spoken) await store.write("language", language);
  return spoken;
}

const useStyles = themed(({ colours }) => ({
  bar: { flexDirection: "row", flexWrap: "wrap", flexShrink: 1, maxWidth: "100%", gap: 4 },
  language: {
    minHeight: TOUCH,
    minWidth: TOUCH,
    paddingHorizontal: 8,
    justifyContent: "center",
    alignItems: "center",
    borderBottomWidth: 3,
    borderBottomColor: "transparent",
  },
  on: { borderBottomColor: colours.accent },
}));
