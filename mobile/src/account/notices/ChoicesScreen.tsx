import { Trans, useLingui } from "@lingui/react/macro";
import { NoticeChoices } from "@/data/gen/documents";
import type { Choices } from "@/data/inbox";
import { useRead } from "@/data/reads";
import { href } from "@/nav/routes";
import { PUSHES } from "@/platform/push";
import { Await, Empty } from "@/ui/Await";
import { List } from "@/ui/Card";
import { Page } from "@/ui/Page";
import { Reveal } from "@/ui/Reveal";
import { Row } from "@/ui/Row";
import { Words } from "@/ui/Words";
import { HowItComes } from "./HowItComes";
import { type Group, groupOf, groupWords, howWords } from "./words";

const GROUPS: readonly Group[] = ["visits", "offers", "events", "account"];

/** How each kind of notice comes, by what they are about. */
export function ChoicesScreen() {
  const { t } = useLingui();
  const read = useRead(NoticeChoices, {});
  return (
    <Page title={t`Avisos`} up={href("settings")}>
      <Words>
        <Trans>En la aplicación los verá todos. Aquí elige cuáles, además, le llegan al celular.</Trans>
      </Words>
      <List label={t`Más sobre los avisos`}>
        <Row icon="bell" title={t`Ver mis avisos`} to={href("notices")} />
        {PUSHES ? (
          <Row
            icon="phone"
            title={t`Avisos en este celular`}
            note={t`Permitirlos o quitarlos`}
            to={href("push")}
          />
        ) : null}
        <Row
          icon="clock"
          title={t`Discreción y horas sin avisos`}
          note={t`Qué se ve y cuándo le avisamos`}
          to={href("quiet")}
        />
      </List>
      <Await read={read}>
        {({ noticeChoices }) =>
          noticeChoices.length > 0 ? (
            GROUPS.map((group) => (
              <KindsOf
                key={group}
                group={group}
                kinds={noticeChoices.filter((each) => groupOf(each.kind) === group)}
              />
            ))
          ) : (
            <Empty>
              <Trans>No hay avisos que se puedan elegir.</Trans>
            </Empty>
          )
        }
      </Await>
      <Words as="small">
        <Trans>Los avisos que cuidan su cuenta, como un ingreso desde otro celular, llegan siempre.</Trans>
      </Words>
    </Page>
  );
}

function KindsOf({ group, kinds }: { group: Group; kinds: readonly Choices[] }) {
  if (kinds.length === 0) return null;
  const title = groupWords(group);
  return (
    <>
      <Words as="heading">{title}</Words>
      <List label={title}>
        {kinds.map((each) => (
          <Reveal key={each.kind} label={each.name} note={howWords(each)}>
            <HowItComes choices={each} />
          </Reveal>
        ))}
      </List>
    </>
  );
}
