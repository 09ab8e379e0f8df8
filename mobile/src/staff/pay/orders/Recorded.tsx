import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { View } from "react-native";
import { dayAt, figures } from "@/l10n/dates";
import { Empty } from "@/ui/Await";
import { List } from "@/ui/Card";
import { themed } from "@/ui/theme";
import { Words } from "@/ui/Words";

/** A part of what a person's pay rests on: its acts, or that there is none; nothing at all of what is rare. */
export function Section({
  title,
  none,
  children,
}: {
  title: string;
  none?: string;
  children: readonly ReactNode[];
}) {
  if (children.length === 0 && none === undefined) return null;
  return (
    <>
      <Words as="heading">{title}</Words>
      {children.length === 0 ? <Empty>{none}</Empty> : <List label={title}>{children}</List>}
    </>
  );
}

/** One act: what it says, by its number, and who wrote it down. */
export function Recorded({
  title,
  of,
  children,
}: {
  title: string;
  of: { act?: string; recordedAt: string; recordedBy: string | null };
  children: ReactNode;
}) {
  const styles = useStyles();
  const at = figures(dayAt(of.recordedAt));
  const by = of.recordedBy ?? "";
  const act = of.act ?? "";
  return (
    <View style={styles.line}>
      <Words as="strong">{title}</Words>
      {children}
      <Words as="small">
        {act ? (
          <Trans>
            Acto {act} · anotado el {at} {by}
          </Trans>
        ) : (
          <Trans>
            Anotado el {at} {by}
          </Trans>
        )}
      </Words>
    </View>
  );
}

const useStyles = themed(() => ({ line: { padding: 16, gap: 8 } }));
