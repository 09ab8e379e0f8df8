import { useLingui } from "@lingui/react/macro";
import { WhoMayVisit, type WhoMayVisitQuery } from "@/data/gen/documents";
import { useRead } from "@/data/reads";
import { href, type Route } from "@/nav/routes";
import { Await } from "@/ui/Await";
import { Page } from "@/ui/Page";
import { BookForScreen } from "./BookForScreen";
import { BookScreen } from "./BookScreen";
import { BookSlotScreen } from "./BookSlotScreen";
import { inmatesOf } from "./party";

const EVERYBODY = { first: 50 };

/** Booking a visit: whom, with whom and when, and then a place that is kept while one reads it over. */
export default function BookingScreens({ route }: { route: Route }) {
  const { t } = useLingui();
  const read = useRead(WhoMayVisit, EVERYBODY, { keep: true });
  if (read.data) return <Chosen route={route} who={read.data} />;
  return (
    <Page title={t`Reservar una visita`} up={href("home")}>
      <Await read={read}>{() => null}</Await>
    </Page>
  );
}

function Chosen({ route, who }: { route: Route; who: WhoMayVisitQuery }) {
  const inmates = inmatesOf(who);
  const wanted = route.name === "bookFor" || route.name === "bookSlot" ? route.given.inmate : inmates[0]?.id;
  const inmate = inmates.find((each) => each.id === wanted);
  if (!inmate || (route.name === "book" && inmates.length > 1)) return <BookScreen inmates={inmates} />;
  if (route.name === "bookSlot") {
    const { slot } = route.given;
    return <BookSlotScreen key={slot} who={who} inmate={inmate} slotId={slot} />;
  }
  return <BookForScreen key={inmate.id} who={who} inmate={inmate} />;
}
