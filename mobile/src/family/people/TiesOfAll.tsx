import { Trans, useLingui } from "@lingui/react/macro";
import { MyTies } from "@/data/gen/documents";
import { useRead } from "@/data/reads";
import { href } from "@/nav/routes";
import { Await } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { List } from "@/ui/Card";
import { State } from "@/ui/Note";
import { Row } from "@/ui/Row";
import { Words } from "@/ui/Words";
import { kinshipWords } from "./kinship";
import { PAGE, type Tie, tieState, whom } from "./ties";

/** The ties that stand or wait, in short, and the ways to one more. */
export function TiesOfAll() {
  const { t } = useLingui();
  const read = useRead(MyTies, { first: PAGE }, { keep: true });
  return (
    <>
      <Words as="heading">
        <Trans>Vínculos</Trans>
      </Words>
      <Words tone="soft">
        <Trans>Un vínculo une a una persona de su lista con su familiar. Sin él no se puede reservar.</Trans>
      </Words>
      <Await read={read}>
        {({ myTies }) =>
          myTies.nodes.length > 0 ? (
            <List label={t`Vínculos`}>
              {myTies.nodes
                .filter((each) => each.state !== "ENDED")
                .map((each) => (
                  <TieRow key={each.id} tie={each} />
                ))}
              <Row title={t`Ver y cambiar los vínculos`} to={href("ties")} />
            </List>
          ) : (
            <Words>
              <Trans>Todavía no ha pedido ninguno.</Trans>
            </Words>
          )
        }
      </Await>
      <AskOrClaim />
    </>
  );
}

/** The two ways to a tie. */
export function AskOrClaim() {
  return (
    <>
      <Button icon="plus" to={href("askTie")}>
        <Trans>Pedir un vínculo</Trans>
      </Button>
      <Button look="quiet" to={href("claim")}>
        <Trans>Tengo un código de la oficina</Trans>
      </Button>
    </>
  );
}

function TieRow({ tie }: { tie: Tie }) {
  const { words, tone, icon } = tieState(tie.state);
  const visitor = tie.visitor?.givenNames ?? "";
  return (
    <Row
      icon="people"
      title={whom(tie)}
      note={`${visitor} · ${kinshipWords(tie.kinship)}`}
      aside={
        <State tone={tone} icon={icon}>
          {words}
        </State>
      }
      to={href("ties")}
    />
  );
}
