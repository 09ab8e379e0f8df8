import { Trans, useLingui } from "@lingui/react/macro";
import { List } from "@/ui/Card";
import { Row } from "@/ui/Row";
import { Words } from "@/ui/Words";

export type Answer = {
  label: string;
  value: string;
  /** The step in which it was given. */
  at: number;
};

/** Everything that was answered, each line the way back to its question. */
export function Review({ answers, onAt }: { answers: readonly Answer[]; onAt: (at: number) => void }) {
  const { t } = useLingui();
  return (
    <>
      <Words>
        <Trans>Para cambiar un dato, tóquelo.</Trans>
      </Words>
      <List label={t`Sus respuestas`}>
        {answers.map((each) => (
          <Row
            key={each.label}
            title={each.value || t`Sin dato`}
            note={each.label}
            onPress={() => onAt(each.at)}
          />
        ))}
      </List>
    </>
  );
}
