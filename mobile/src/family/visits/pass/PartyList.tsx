import { useLingui } from "@lingui/react/macro";
import { List } from "@/ui/Card";
import { Row } from "@/ui/Row";
import type { Companion } from "./party";

/** Who goes, and the document each of them shows. */
export function PartyList({ party }: { party: readonly Companion[] }) {
  const { t } = useLingui();
  return (
    <List label={t`Quiénes van`}>
      {party.map((each) => (
        <Row
          key={each.id}
          icon="person"
          title={each.name}
          note={[each.minor ? t`Menor de edad` : "", each.document].filter(Boolean).join(" · ") || undefined}
        />
      ))}
    </List>
  );
}
