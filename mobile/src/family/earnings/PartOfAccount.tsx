import { Trans, useLingui } from "@lingui/react/macro";
import { View } from "react-native";
import { soles } from "@/l10n/money";
import { href } from "@/nav/routes";
import { Button } from "@/ui/Button";
import { List } from "@/ui/Card";
import { Reveal } from "@/ui/Reveal";
import { themed } from "@/ui/theme";
import { Words } from "@/ui/Words";
import { Amount } from "./Amount";
import { AskAbout } from "./AskAbout";
import { isSum, type Line, type Part, type Section, type Statement } from "./account";
import { reckonedWords } from "./words";

type Props = { part: Part; statement: Statement; inmate: string; name: string };

/** What was earned, withheld, sent by own wish or left: line by line, each with why it says that. */
export function PartOfAccount({ part: { section, lines }, statement, inmate, name }: Props) {
  const title = useTitle(section, name);
  return (
    <>
      <Words as="heading">{title}</Words>
      <List label={title}>
        {lines.map((each) => (
          <OneLine key={each.no} line={each} statement={statement.id} />
        ))}
      </List>
      {section === "wished" && statement.toFamily ? (
        <Button look="quiet" icon="coin" to={href("remittances", { inmate })}>
          <Trans>Ver si ya se envió</Trans>
        </Button>
      ) : null}
    </>
  );
}

function useTitle(section: Section, name: string): string {
  const { t } = useLingui();
  const titles: Record<Section, string> = {
    earned: t`Lo que ganó`,
    withheld: t`Lo que se descontó`,
    wished: t`Lo que eligió enviar o ahorrar`,
    left: t`Lo que quedó para ${name}`,
  };
  return titles[section];
}

function OneLine({ line, statement }: { line: Line; statement: string }) {
  const { t } = useLingui();
  const styles = useStyles();
  const amount = soles(line.amount);
  return (
    <View>
      <View style={styles.line}>
        <Amount label={line.name} amount={line.amount} sum={isSum(line)} />
      </View>
      <Reveal label={line.why ? t`¿Por qué?` : t`Preguntar`} about={`${line.name}, ${amount}`}>
        {line.why ? <Words live="polite">{line.why}</Words> : null}
        {line.exact ? <Words as="small">{reckonedWords(line, amount)}</Words> : null}
        <AskAbout statement={statement} line={line} />
      </Reveal>
    </View>
  );
}

const useStyles = themed(() => ({ line: { paddingHorizontal: 16, paddingTop: 12 } }));
