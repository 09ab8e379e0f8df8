import { useLingui } from "@lingui/react/macro";
import { View } from "react-native";
import { placeWords, typeWords } from "@/family/visits/words";
import { hours } from "@/l10n/dates";
import { List } from "@/ui/Card";
import { themed, useTheme } from "@/ui/theme";
import { Words } from "@/ui/Words";
import { pavilionWords } from "../words";
import { countOf, countWords, type DayBooking, type Hour } from "./party";

/** The visits that begin at one hour, and how many people they are. */
export function HourOfDay({ hour }: { hour: Hour }) {
  const styles = useStyles();
  const { wide } = useTheme();
  const name = hours(hour.startsAt, hour.endsAt);
  return (
    <View style={styles.hour}>
      <Words as="heading">{name}</Words>
      <Words as="small">{countWords(countOf(hour.bookings))}</Words>
      {wide ? (
        <Table name={name} bookings={hour.bookings} />
      ) : (
        <List label={name}>
          {hour.bookings.map((each) => (
            <Entry key={each.id} booking={each} />
          ))}
        </List>
      )}
    </View>
  );
}

function Entry({ booking }: { booking: DayBooking }) {
  const styles = useStyles();
  const words = useBookingWords(booking);
  return (
    <View style={styles.entry}>
      <Words as="strong" selectable>
        {booking.reference}
      </Words>
      <Words>{words.inmate}</Words>
      <Words as="small">{[pavilionWords(booking.pavilion), words.kind].filter(Boolean).join(" · ")}</Words>
      <Words>{words.adults}</Words>
      {words.minors ? <Words>{words.minors}</Words> : null}
    </View>
  );
}

function Table({ name, bookings }: { name: string; bookings: readonly DayBooking[] }) {
  const { t } = useLingui();
  const styles = useStyles();
  const heads = [t`Referencia`, t`A quién visitan`, t`Pabellón`, t`Quiénes van`];
  return (
    <View role="table" aria-label={name} style={styles.table}>
      <View role="row" style={styles.row}>
        {heads.map((head, index) => (
          <View key={head} role="columnheader" style={styles[COLUMNS[index] ?? "party"]}>
            <Words as="small">{head}</Words>
          </View>
        ))}
      </View>
      {bookings.map((each) => (
        <Line key={each.id} booking={each} />
      ))}
    </View>
  );
}

const COLUMNS = ["reference", "inmate", "pavilion", "party"] as const;

function Line({ booking }: { booking: DayBooking }) {
  const styles = useStyles();
  const words = useBookingWords(booking);
  return (
    <View role="row" style={[styles.row, styles.line]}>
      <View role="cell" style={styles.reference}>
        <Words as="strong" selectable>
          {booking.reference}
        </Words>
      </View>
      <View role="cell" style={styles.inmate}>
        <Words>{words.inmate}</Words>
        <Words as="small">{words.kind}</Words>
      </View>
      <View role="cell" style={styles.pavilion}>
        <Words>{pavilionWords(booking.pavilion) || "—"}</Words>
      </View>
      <View role="cell" style={styles.party}>
        <Words>{words.adults}</Words>
        {words.minors ? <Words>{words.minors}</Words> : null}
      </View>
    </View>
  );
}

function useBookingWords(booking: DayBooking) {
  const { t } = useLingui();
  const names = (adult: boolean) =>
    booking.party
      .filter((each) => each.adult === adult)
      .map((each) => `${each.givenNames} ${each.surnames}`)
      .join(", ");
  const adults = names(true);
  const minors = names(false);
  return {
    inmate: `${booking.inmate.givenNames} ${booking.inmate.surnames}`,
    kind: `${typeWords(booking.visitType)} ${placeWords(booking.place)}`,
    adults: t`Adultos: ${adults}`,
    minors: minors ? t`Menores: ${minors}` : "",
  };
}

const useStyles = themed(({ colours, letters }) => ({
  hour: { gap: 8 },
  entry: { paddingVertical: 12, paddingHorizontal: 16, gap: 2 },
  table: {
    backgroundColor: colours.card,
    borderColor: colours.line,
    borderWidth: 1,
    borderRadius: 18,
    overflow: "hidden",
  },
  row: { flexDirection: "row", gap: 16, paddingVertical: 10, paddingHorizontal: 16 },
  line: { borderTopWidth: 1, borderTopColor: colours.line },
  reference: { width: letters(130) },
  inmate: { flex: 3 },
  pavilion: { flex: 2 },
  party: { flex: 5 },
}));
