import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useDeferredValue, useMemo, useState } from "react";
import { View } from "react-native";
import type { DoorListOf, Kept } from "@/data/doorOutbox";
import { DoorList } from "@/data/gen/staff/door";
import { useRead } from "@/data/reads";
import { href } from "@/nav/routes";
import { Await, Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { List } from "@/ui/Card";
import { Switch } from "@/ui/Choice";
import { Field } from "@/ui/Field";
import { LongPage } from "@/ui/LongPage";
import { Note } from "@/ui/Note";
import { Row } from "@/ui/Row";
import { themed } from "@/ui/theme";
import { useOffice } from "../office/office";
import { PLANNER } from "../office/roles";
import { ClockNote } from "../workday/SheetNotes";
import { useDateBox } from "./DoorBox";
import { DateHead, Totals, UnsentNotes, useDateState } from "./DoorHead";
import {
  type Entry,
  entriesOf,
  found,
  guestsCame,
  isMissing,
  openCame,
  type Standing,
  standingOf,
  takenBack,
} from "./door";
import { OpenCard, PartyCard } from "./PartyCard";
import { WalkIn } from "./WalkIn";

const NO_LIST: DoorListOf["marks"] = [];
const NO_DATE = { id: "", state: "PLANNED" } as const;

/** The list of a door: who is expected, who came. Kept on the phone, and marked without signal for as long as it takes. */
export function DoorListScreen({ id }: { id: string }) {
  const { t } = useLingui();
  const read = useRead(DoorList, { occurrenceId: id }, { keep: true });
  const list = read.data?.doorList;
  const { kept } = useDateBox(id);
  const [typed, setTyped] = useState("");
  const [missing, setMissing] = useState(false);
  const wanted = useDeferredValue(typed);
  const entries = useMemo(() => (list ? entriesOf(list) : []), [list]);
  const standing = useMemo(() => standingOf(list?.marks ?? NO_LIST, kept), [list, kept]);
  const off = useDateState(list ?? NO_DATE) !== "PLANNED";
  const closed = read.refused && list ? read.refused.message : undefined;
  const lines = found(entries, wanted).filter((each) => !missing || isMissing(each, standing));
  return (
    <LongPage
      title={list?.title ?? t`Puerta`}
      up={href("door")}
      lines={lines}
      keyOf={(each) => each.id}
      from={standing}
      render={(entry) =>
        list ? <Line entry={entry} list={list} standing={standing} off={off || !!closed} /> : null
      }
      head={
        <Await read={read}>
          {({ doorList }) => (
            <>
              <DateHead of={doorList} />
              {/* It was open when this phone read it. That it was called off says more. */}
              {closed && !off ? <Note tone="bad">{closed}</Note> : null}
              <ClockNote />
              <UnsentNotes id={id} />
              <Totals list={doorList} standing={standing} />
              {entries.length > 0 ? (
                <Field
                  label={t`Buscar por nombre o código`}
                  value={typed}
                  onChange={setTyped}
                  autoComplete="off"
                  autoCapitalize="none"
                />
              ) : null}
              <Besides list={doorList} off={off || !!closed}>
                <Switch label={t`Solo quienes faltan`} value={missing} onChange={setMissing} />
                <Button look="quiet" busy={read.refreshing} onPress={read.refresh}>
                  <Trans>Traer lo que marcaron otros</Trans>
                </Button>
              </Besides>
              {lines.length === 0 ? <Nobody all={entries.length} /> : null}
            </>
          )}
        </Await>
      }
    />
  );
}

function Nobody({ all }: { all: number }) {
  return (
    <Empty>
      {all === 0 ? (
        <Trans>Nadie tiene lugar reservado. Anote a quienes entren.</Trans>
      ) : (
        <Trans>Nadie de la lista coincide. Revise cómo está escrito.</Trans>
      )}
    </Empty>
  );
}

type LineProps = { entry: Entry; list: DoorListOf; standing: Standing; off: boolean };

function Line({ entry, list, standing, off }: LineProps) {
  const { box } = useDateBox(list.id);
  // Kept first, and sent when somebody answers.
  const keep = (make: (all: readonly Kept[]) => readonly Kept[]) =>
    void box.keep(make).then(() => void box.flush());
  if ("open" in entry) {
    const { open } = entry;
    return (
      <OpenCard
        of={open}
        off={off}
        standing={standing}
        onCame={(people) => keep(openCame(list, open, people))}
        onTakeBack={() => keep(takenBack(list, ({ byOpen }) => byOpen.get(open.openAnswerId) ?? []))}
      />
    );
  }
  const { party } = entry;
  return (
    <PartyCard
      of={party}
      off={off}
      standing={standing}
      onCame={(guests) => keep(guestsCame(list, party, guests))}
      onTakeBack={({ visitorId }) => keep(takenBack(list, ({ byVisitor }) => byVisitor.get(visitorId) ?? []))}
    />
  );
}

type BesidesProps = { list: DoorListOf; off: boolean; children: ReactNode };

/** What is done beside the list, out of its way: whoever has no place, counts, who took part. */
function Besides({ list: { id }, off, children }: BesidesProps) {
  const { t } = useLingui();
  const styles = useStyles();
  const { may } = useOffice();
  const [open, setOpen] = useState<"nobody's" | "more">();
  return (
    <>
      <View style={styles.doors}>
        {off ? null : (
          <View style={styles.door}>
            <Button
              look="quiet"
              icon="plus"
              label={t`Sin lugar: entró alguien sin lugar reservado`}
              onPress={() => setOpen("nobody's")}
            >
              <Trans>Sin lugar</Trans>
            </Button>
          </View>
        )}
        <View style={styles.door}>
          <Button
            look="quiet"
            icon={open === "more" ? "up" : "down"}
            onPress={() => setOpen(open === "more" ? undefined : "more")}
          >
            <Trans>Más</Trans>
          </Button>
        </View>
      </View>
      {open === "nobody's" ? <WalkIn id={id} onClose={() => setOpen(undefined)} /> : null}
      {open === "more" ? (
        <>
          {children}
          <List label={t`De esta fecha`}>
            <Row
              icon="people"
              title={t`Sin lugar reservado y conteos`}
              note={t`Quienes entraron además de la lista, y lo contado a mano.`}
              to={href("doorCounts", { date: id })}
            />
            {may(...PLANNER) ? (
              <Row
                icon="clock"
                title={t`Quiénes participaron`}
                note={t`Las personas anotadas, y cuánto tiempo.`}
                to={href("partSheet", { date: id })}
              />
            ) : null}
          </List>
        </>
      ) : null}
    </>
  );
}

const useStyles = themed(() => ({
  doors: { flexDirection: "row", flexWrap: "wrap", gap: 12 },
  door: { flexGrow: 1, flexBasis: 120 },
}));
