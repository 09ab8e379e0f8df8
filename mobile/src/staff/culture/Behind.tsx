import { Trans } from "@lingui/react/macro";
import { type ReactNode, useState } from "react";
import type { Act } from "@/data/acts";
import { Button } from "@/ui/Button";
import { Outcome } from "@/ui/Outcome";
import type { Shape } from "@/ui/shapes";

type Props = {
  label: string;
  /** What it is about, for readers of the screen, where several stand under each other. */
  about?: string;
  icon?: Shape;
  look?: "main" | "quiet" | "danger";
  children: (leave: () => void) => ReactNode;
};

/** What is behind a button until somebody wants it: a form, or names that nobody should read by chance. */
export function Behind({ label, about, icon, look = "quiet", children }: Props) {
  const [open, setOpen] = useState(false);
  if (open) return children(() => setOpen(false));
  return (
    <Button
      look={look}
      {...(icon ? { icon } : {})}
      {...(about ? { label: `${label}: ${about}` } : {})}
      onPress={() => setOpen(true)}
    >
      {label}
    </Button>
  );
}

type EndProps = {
  act: Pick<Act<never, never>, "problem" | "unanswered" | "busy">;
  onSave: () => void;
  onLeave: () => void;
};

/** The end of a form: what became of it, the button that sends it, the one that leaves it. */
export function FormEnd({ act, onSave, onLeave }: EndProps) {
  return (
    <>
      <Outcome of={act} />
      <Button icon="check" busy={act.busy} onPress={onSave}>
        <Trans>Guardar</Trans>
      </Button>
      <Button look="quiet" disabled={act.busy} onPress={onLeave}>
        <Trans>Dejarlo</Trans>
      </Button>
    </>
  );
}
