import { Trans, useLingui } from "@lingui/react/macro";
import { List } from "@/ui/Card";
import { Row } from "@/ui/Row";
import { Words } from "@/ui/Words";

export type Answer = {
  label: string;
  value: string;
  /** The step in which it was given; none for what follows from the rest. */
  at?: number | undefined;
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
        {answers.map(({ label, value, at }) => (
          <Row
            key={label}
            title={value || t`Sin dato`}
            note={label}
            {...(at === undefined ? {} : { onPress: () => onAt(at) })}
          />
        ))}
      </List>
    </>
  );
}
