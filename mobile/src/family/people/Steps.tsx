import { Trans } from "@lingui/react/macro";
import { type ReactNode, useState } from "react";
import { Button } from "@/ui/Button";
import { Page } from "@/ui/Page";
import { Words } from "@/ui/Words";

export type Step = {
  title: string;
  /** `tried`: somebody wanted to go on, so errors are shown; `next`: for the last field's enter key. */
  fields: (tried: boolean, next: () => void) => ReactNode;
  /** Nothing is missing. */
  ready: boolean;
};

type Props = {
  /** What all of it is for. */
  about: string;
  /** Where it was begun. */
  up: string;
  steps: readonly Step[];
  at: number;
  onAt: (at: number) => void;
};

/** A form in small pieces: one question a screen, forward and back, nothing typed twice. */
export function Steps({ at, ...rest }: Props) {
  return <OneStep key={at} at={at} {...rest} />;
}

function OneStep({ about, up, steps, at, onAt }: Props) {
  const [tried, setTried] = useState(false);
  const step = steps[at];
  if (!step) return null;
  const number = at + 1;
  const count = steps.length;
  const last = number === count;
  const next = () => (step.ready && !last ? onAt(number) : setTried(true));
  return (
    <Page title={step.title} up={up}>
      <Words as="small">
        {about} ·{" "}
        <Trans>
          Paso {number} de {count}
        </Trans>
      </Words>
      {step.fields(tried, next)}
      {last ? null : (
        <Button onPress={next}>
          <Trans>Siguiente</Trans>
        </Button>
      )}
      {at > 0 ? (
        <Button look="quiet" icon="backwards" onPress={() => onAt(at - 1)}>
          <Trans>Paso anterior</Trans>
        </Button>
      ) : null}
    </Page>
  );
}
