import { Trans, useLingui } from "@lingui/react/macro";
import { EarningStatement } from "@/data/gen/family/statements";
import { useRead } from "@/data/reads";
import { href } from "@/nav/routes";
import { Await } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { Note } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { Words } from "@/ui/Words";
import { AskAbout } from "./AskAbout";
import { partsOf, type Statement } from "./account";
import { useIsLast } from "./last";
import { NotOpen } from "./NotOpen";
import { Papers } from "./Papers";
import { PartOfAccount } from "./PartOfAccount";
import { useName } from "./person";
import { Questions } from "./Questions";
import { Summary } from "./Summary";
import { countedWords, labourWords, periodWords } from "./words";

/** One month's account: what was earned, withheld and left, why, and a question about any of it. */
export function StatementScreen({ inmate, id }: { inmate: string; id: string }) {
  const { t } = useLingui();
  const isLast = useIsLast();
  const read = useRead(EarningStatement, { id }, { keep: isLast(id) });
  const told = read.data?.earningStatement;
  const title = told?.__typename === "EarningStatement" ? periodWords(told) : t`Cuentas del mes`;
  return (
    <Page title={title} up={href("earningsOf", { inmate })}>
      <Await read={read}>
        {({ earningStatement: answer }) =>
          answer.__typename === "EarningStatement" ? (
            <Contents inmate={inmate} statement={answer} />
          ) : (
            <>
              <NotOpen problem={answer} />
              <Button look="quiet" to={href("earningsOf", { inmate })}>
                <Trans>Ver todos los meses</Trans>
              </Button>
            </>
          )
        }
      </Await>
    </Page>
  );
}

function Contents({ inmate, statement }: { inmate: string; statement: Statement }) {
  const name = useName(inmate);
  const counted = countedWords(statement);
  const parts = partsOf(statement.lines);
  return (
    <>
      <Words as="strong">{name}</Words>
      {statement.kind === "EXIT" ? (
        <Words>
          <Trans>Cuenta final</Trans>
        </Words>
      ) : null}
      {statement.gross === 0 ? (
        <Note>
          <Trans>Este mes no hubo trabajo pagado.</Trans>
        </Note>
      ) : (
        <Summary statement={statement} name={name} />
      )}
      {counted ? (
        <>
          <Words>{counted}</Words>
          {labourWords(statement).map((each) => (
            <Words key={each}>{each}</Words>
          ))}
          <Words as="small">
            <Trans>Estos días solo cuentan el trabajo.</Trans>
          </Words>
        </>
      ) : null}
      {parts.map((each) => (
        <PartOfAccount key={each.section} part={each} statement={statement} inmate={inmate} name={name} />
      ))}
      <Questions inmate={inmate} of={{ statement: statement.id, lines: statement.lines }} />
      <AskAbout statement={statement.id} />
      <Papers statement={statement} />
    </>
  );
}
