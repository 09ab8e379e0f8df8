import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { ActivityIndicator, View } from "react-native";
import type { Read } from "@/data/reads";
import type { Refused } from "@/data/send";
import { moment } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { Button } from "./Button";
import { Note } from "./Note";
import { themed, useTheme } from "./theme";
import { Words } from "./Words";

/**
 * The states of something that is read, in one place: on its way, no answer, refused, and there — with the hour it
 * was true at when nobody answers now.
 */
export function Await<A>({ read, children }: { read: Read<A>; children: (data: A) => ReactNode }) {
  if (read.data !== undefined) {
    return (
      <>
        {read.offline && read.asOf ? (
          <AsOf at={read.asOf} retry={read.refresh} busy={read.refreshing} />
        ) : null}
        {children(read.data)}
      </>
    );
  }
  if (read.refused) return <Unread of={read.refused} retry={read.refresh} />;
  if (read.offline) return <NoSignal retry={read.refresh} busy={read.refreshing} />;
  return <Waiting />;
}

/** On its way. */
export function Waiting() {
  const styles = useStyles();
  const { colours } = useTheme();
  const { t } = useLingui();
  return (
    <View style={styles.waiting} role="status" aria-label={t`Cargando`}>
      <ActivityIndicator size="large" color={colours.accent} />
      <Words tone="soft">
        <Trans>Cargando…</Trans>
      </Words>
    </View>
  );
}

/** Nobody answers, and nothing was kept. */
export function NoSignal({ retry, busy }: { retry: () => void; busy: boolean }) {
  return (
    <Note
      tone="warn"
      icon="offline"
      action={
        <Button look="quiet" busy={busy} onPress={retry}>
          <Trans>Volver a intentar</Trans>
        </Button>
      }
    >
      <Trans>No hay señal, o el servicio no responde. Aquí todavía no hay nada guardado.</Trans>
    </Note>
  );
}

function AsOf({ at, retry, busy }: { at: number; retry: () => void; busy: boolean }) {
  const when = moment(at);
  return (
    <Note
      tone="warn"
      icon="offline"
      action={
        <Button look="quiet" busy={busy} onPress={retry}>
          <Trans>Actualizar</Trans>
        </Button>
      }
    >
      <Trans>Sin señal. Esto es lo que se sabía {when}</Trans>
    </Note>
  );
}

function Unread({ of, retry }: { of: Refused; retry: () => void }) {
  const action =
    of.code === "DEVICE_NOT_TRUSTED" ? (
      <Button look="quiet" to={href("home")}>
        <Trans>Confirmar este celular</Trans>
      </Button>
    ) : (
      <Button look="quiet" onPress={retry}>
        <Trans>Volver a intentar</Trans>
      </Button>
    );
  return (
    <Note tone="bad" action={action}>
      {of.message}
    </Note>
  );
}

/** Nothing there yet, and what to do about it. */
export function Empty({ children, action }: { children: ReactNode; action?: ReactNode }) {
  const styles = useStyles();
  return (
    <View style={styles.empty}>
      <Words tone="soft" centred>
        {children}
      </Words>
      {action}
    </View>
  );
}

const useStyles = themed(({ colours }) => ({
  waiting: { alignItems: "center", gap: 12, paddingVertical: 40 },
  empty: {
    gap: 16,
    padding: 24,
    borderRadius: 18,
    borderWidth: 2,
    borderStyle: "dashed",
    borderColor: colours.line,
  },
}));
