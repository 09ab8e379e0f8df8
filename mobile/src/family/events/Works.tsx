import { Trans, useLingui } from "@lingui/react/macro";
import { List } from "@/ui/Card";
import { Row } from "@/ui/Row";
import { Words } from "@/ui/Words";
import type { Happening } from "./happening";

/** What is played, shown or read. */
export function Works({ works }: Pick<Happening, "works">) {
  const { t } = useLingui();
  if (works.length === 0) return null;
  return (
    <>
      <Words as="heading">
        <Trans>Programa</Trans>
      </Words>
      <List label={t`Programa`}>
        {works.map(({ title, author }) => (
          <Row key={`${title} ${author}`} title={title} note={author || undefined} />
        ))}
      </List>
    </>
  );
}
