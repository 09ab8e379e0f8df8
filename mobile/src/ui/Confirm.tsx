import { Trans } from "@lingui/react/macro";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { View } from "react-native";
import { Button } from "./Button";
import { Card } from "./Card";
import type { Shape } from "./shapes";
import { Words } from "./Words";

type Props = {
  /** The button that asks. */
  label: string;
  icon?: Shape;
  /** What will happen, in a sentence or two. */
  children: ReactNode;
  /** The button that does it. */
  yes: string;
  busy: boolean;
  onYes: () => void;
  danger?: boolean;
};

/** An act that is asked about once more, in its place: no window to lose on a small screen. */
export function Confirm({ label, icon, children, yes, busy, onYes, danger = true }: Props) {
  const [asking, setAsking] = useState(false);
  const words = useRef<View>(null);
  useEffect(() => {
    if (asking) words.current?.focus();
  }, [asking]);
  const look = danger ? "danger" : "quiet";
  if (!asking) {
    return (
      <Button look={look} {...(icon ? { icon } : {})} onPress={() => setAsking(true)}>
        {label}
      </Button>
    );
  }
  return (
    <Card label={label}>
      {/* The button that asked is gone: whoever uses a keyboard goes on here. */}
      <View ref={words} tabIndex={-1}>
        <Words live="polite">{children}</Words>
      </View>
      <Button look={danger ? "danger" : "main"} busy={busy} onPress={onYes}>
        {yes}
      </Button>
      <Button look="quiet" disabled={busy} onPress={() => setAsking(false)}>
        <Trans>No, volver</Trans>
      </Button>
    </Card>
  );
}
