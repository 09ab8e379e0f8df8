import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Pressable, View } from "react-native";
import { onSpace } from "@/nav/keys";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Icon } from "@/ui/Icon";
import { TOUCH, themed, useTheme } from "@/ui/theme";
import { Words } from "@/ui/Words";
import { Amount } from "../workday/Amount";
import { cameOf, count, type Guest, type OpenParty, type Party, type People, type Standing } from "./door";
import { guestsWords } from "./words";

type Of = {
  /** Nobody comes in: the date is called off. */
  off: boolean;
  standing: Standing;
};

/** A household: each of its guests with one tap, or all of them. */
export function PartyCard({
  of,
  off,
  standing,
  onCame,
  onTakeBack,
}: Of & { of: Party; onCame: (guests: readonly Guest[]) => void; onTakeBack: (guest: Guest) => void }) {
  const { t } = useLingui();
  const styles = useStyles();
  const missing = of.guests.filter(({ visitorId }) => !standing.byVisitor.has(visitorId));
  const first = of.guests[0]?.surnames ?? "";
  return (
    <View style={styles.card} role="group" aria-label={t`Familia ${first}`}>
      {of.guests.map((guest) => {
        const end = guest.documentEnd;
        const facts = [t`Documento …${end}`, guest.adult ? "" : t`Menor de edad`];
        return (
          <Arrival
            key={guest.visitorId}
            name={`${guest.surnames}, ${guest.givenNames}`}
            note={facts.filter(Boolean).join(" · ")}
            came={standing.byVisitor.has(guest.visitorId)}
            unsent={standing.unsent.has(guest.visitorId)}
            off={off}
            onCame={() => onCame([guest])}
            onTakeBack={() => onTakeBack(guest)}
          />
        );
      })}
      {of.guests.length > 1 && missing.length > 1 && !off ? (
        <View style={styles.inside}>
          <Button
            look="quiet"
            icon="people"
            label={t`Entraron todos: familia ${first}`}
            onPress={() => onCame(missing)}
          >
            <Trans>Entraron los {missing.length}</Trans>
          </Button>
        </View>
      ) : null}
    </View>
  );
}

/** Places that somebody without an account asked for: by their code, all or some. */
export function OpenCard({
  of,
  off,
  standing,
  onCame,
  onTakeBack,
}: Of & { of: OpenParty; onCame: (people: People) => void; onTakeBack: () => void }) {
  const { t } = useLingui();
  const styles = useStyles();
  const came = cameOf(of, standing);
  const [some, setSome] = useState<People>();
  const [expected, inside] = [guestsWords(of), guestsWords(came)];
  const all = count(came) === count(of);
  const note = count(came) > 0 && !all ? t`${expected}. Entraron: ${inside}` : expected;
  return (
    <View style={styles.card} role="group" aria-label={t`Código ${of.code}`}>
      <Arrival
        name={of.code}
        note={note}
        came={count(came) > 0}
        unsent={standing.unsent.has(of.openAnswerId)}
        off={off}
        onCame={() => onCame(of)}
        onTakeBack={onTakeBack}
      />
      {count(of) > 1 && !all && !off ? (
        <View style={styles.inside}>
          {some ? (
            <>
              <Counting of={some} about={of.code} onChange={setSome} />
              <Button
                look="quiet"
                icon="check"
                disabled={count(some) === 0}
                onPress={() => {
                  onCame(some);
                  setSome(undefined);
                }}
              >
                <Trans>Anotar a los que entraron</Trans>
              </Button>
            </>
          ) : (
            <Button
              look="quiet"
              label={t`Entraron solo algunos: ${of.code}`}
              onPress={() => setSome({ adults: 0, children: 0 })}
            >
              <Trans>Entraron solo algunos</Trans>
            </Button>
          )}
        </View>
      ) : null}
    </View>
  );
}

/** So many adults, so many children. `about`: of whom, for readers of the screen. */
export function Counting({
  of,
  about,
  onChange,
}: {
  of: People;
  about: string;
  onChange: (people: People) => void;
}) {
  const { t } = useLingui();
  const styles = useStyles();
  return (
    <View style={styles.counting}>
      <View style={styles.amount}>
        <Words as="small">
          <Trans>Adultos</Trans>
        </Words>
        <Amount
          label={t`Adultos, ${about}`}
          value={of.adults}
          onChange={(adults) => onChange({ ...of, adults: adults ?? 0 })}
        />
      </View>
      <View style={styles.amount}>
        <Words as="small">
          <Trans>Menores de edad</Trans>
        </Words>
        <Amount
          label={t`Menores de edad, ${about}`}
          value={of.children}
          onChange={(children) => onChange({ ...of, children: children ?? 0 })}
        />
      </View>
    </View>
  );
}

type ArrivalProps = {
  name: string;
  note: string;
  came: boolean;
  unsent: boolean;
  off: boolean;
  onCame: () => void;
  onTakeBack: () => void;
};

/** Somebody who comes: one tap says so; another asks whether that was a mistake. */
function Arrival({ name, note, came, unsent, off, onCame, onTakeBack }: ArrivalProps) {
  const { t } = useLingui();
  const styles = useStyles();
  const { colours, letters } = useTheme();
  const [asking, setAsking] = useState(false);
  const press = () => {
    if (off) return;
    if (came) setAsking(!asking);
    else onCame();
  };
  const state = came ? (unsent ? t`Entró · por enviar` : t`Entró`) : unsent ? t`Por enviar` : "";
  return (
    <>
      <Pressable
        {...onSpace(press)}
        role="checkbox"
        aria-checked={came}
        aria-label={[name, note, state].filter(Boolean).join(". ")}
        disabled={off}
        tabIndex={0}
        style={({ pressed }) => [styles.row, came && styles.came, pressed && styles.pressed]}
        onPress={press}
      >
        <View style={[styles.box, came && styles.boxOn]}>
          {came ? <Icon shape="check" size={letters(22)} colour={colours.onAccent} /> : null}
        </View>
        <View style={styles.words}>
          <Words as="strong">{name}</Words>
          <Words as="small">{note}</Words>
          {state ? (
            <Words as="small" tone={unsent ? "warn" : "good"}>
              {state}
            </Words>
          ) : null}
        </View>
      </Pressable>
      {asking && came ? (
        <View style={styles.inside}>
          <Card label={t`Quitar la marca de ${name}`}>
            <Words live="polite">
              <Trans>{name}: ¿se marcó por error?</Trans>
            </Words>
            <Button
              look="danger"
              onPress={() => {
                setAsking(false);
                onTakeBack();
              }}
            >
              <Trans>Sí, quitar la marca</Trans>
            </Button>
            <Button look="quiet" onPress={() => setAsking(false)}>
              <Trans>No, sí entró</Trans>
            </Button>
          </Card>
        </View>
      ) : null}
    </>
  );
}

const useStyles = themed(({ colours, letters }) => ({
  card: {
    backgroundColor: colours.card,
    borderColor: colours.line,
    borderWidth: 1,
    borderRadius: 18,
    overflow: "hidden",
  },
  row: {
    minHeight: TOUCH + 16,
    flexDirection: "row",
    alignItems: "center",
    gap: 14,
    paddingVertical: 12,
    paddingHorizontal: 16,
  },
  came: { backgroundColor: colours.goodSoft },
  pressed: { backgroundColor: colours.accentSoft },
  box: {
    width: letters(34),
    height: letters(34),
    borderRadius: 10,
    borderWidth: 2,
    borderColor: colours.edge,
    backgroundColor: colours.card,
    alignItems: "center",
    justifyContent: "center",
  },
  boxOn: { backgroundColor: colours.accent, borderColor: colours.accent },
  words: { flex: 1, gap: 2 },
  inside: { paddingHorizontal: 16, paddingVertical: 12, gap: 12 },
  counting: { flexDirection: "row", flexWrap: "wrap", gap: 16 },
  amount: { gap: 4 },
}));
