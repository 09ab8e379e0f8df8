import { Row } from "@/ui/Row";
import { roleWords } from "../words";
import type { Place } from "./office";
import { usePlaceName } from "./usePlaceName";

/** A place where somebody serves, and as what. */
export function PlaceRow({ place, onPress }: { place: Place; onPress: () => void }) {
  const name = usePlaceName(place.id);
  return <Row icon="office" title={name} note={place.roles.map(roleWords).join(", ")} onPress={onPress} />;
}
