import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { EarningsProgress, type EarningsProgressQuery } from "@/data/gen/family/statements";
import { useRead } from "@/data/reads";
import { href } from "@/nav/routes";
import { Await } from "@/ui/Await";
import { Card } from "@/ui/Card";
import { Note } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { Words } from "@/ui/Words";
import { Amount } from "./Amount";
import { Bar, Legend } from "./Bar";
import { NotOpen } from "./NotOpen";
import { useName } from "./person";

type Progress = Extract<EarningsProgressQuery["earningsProgress"], { __typename: "EarningsProgress" }>;

/** How far somebody's work has paid off what they owe, and what they have put aside. */
export function ProgressScreen({ inmate }: { inmate: string }) {
  const { t } = useLingui();
  const name = useName(inmate);
  const read = useRead(EarningsProgress, { inmateId: inmate });
  return (
    <Page title={t`Lo que debe y lo que ahorra`} up={href("earningsOf", { inmate })}>
      <Words as="strong">{name}</Words>
      <Await read={read}>
        {({ earningsProgress: answer }) =>
          answer.__typename === "Problem" ? <NotOpen problem={answer} /> : <Contents progress={answer} />
        }
      </Await>
    </Page>
  );
}

function Contents({ progress: { reparation, contribution, savings } }: { progress: Progress }) {
  const { t } = useLingui();
  return (
    <>
      <Card label={t`Reparación civil`}>
        <Words as="heading">
          <Trans>Reparación civil</Trans>
        </Words>
        {reparation ? <Reparation of={reparation} /> : <NoReparation />}
      </Card>
      <Card label={t`Aportes`}>
        <Words as="heading">
          <Trans>Aportes</Trans>
        </Words>
        <Amount label={t`Se descontó hasta hoy`} amount={contribution.withheld} />
        <Arrears of={contribution} />
        <Debt of={contribution} />
      </Card>
      <Card label={t`Ahorro`}>
        <Words as="heading">
          <Trans>Ahorro</Trans>
        </Words>
        <Amount label={t`Ahorró hasta hoy`} amount={savings} />
        <Words as="small">
          <Trans>Es la suma de lo que apartó cada mes. Aquí no se ve lo que después gastó.</Trans>
        </Words>
      </Card>
    </>
  );
}

function Reparation({
  of: { total, paidBefore, withheld, left },
}: {
  of: NonNullable<Progress["reparation"]>;
}) {
  const { t } = useLingui();
  const paid = paidBefore + withheld;
  return (
    <>
      <Bar value={total} most={total} filled={paid} />
      <Legend full={t`Ya se pagó`} hollow={t`Falta`} />
      <Amount label={t`Todo lo que hay que pagar`} amount={total} />
      {paidBefore > 0 ? <Amount label={t`Se pagó antes`} amount={paidBefore} /> : null}
      <Amount label={t`Se pagó con su trabajo`} amount={withheld} />
      <Amount sum label={t`Falta`} amount={left} />
      {left === 0 ? (
        <Note tone="good">
          <Trans>Está todo pagado.</Trans>
        </Note>
      ) : null}
    </>
  );
}

function NoReparation() {
  return (
    <Words>
      <Trans>No hay ninguna anotada aquí.</Trans>
    </Words>
  );
}

function Arrears({ of: { owed, paid, left, partsLeft } }: { of: Progress["contribution"] }) {
  const { t } = useLingui();
  if (owed === 0) return null;
  return (
    <>
      <Words as="strong">
        <Trans>De meses anteriores, en partes</Trans>
      </Words>
      <Bar value={owed} most={owed} filled={paid} />
      <Amount label={t`Debía`} amount={owed} />
      <Amount label={t`Ya pagó`} amount={paid} />
      <Amount sum label={t`Falta`} amount={left} />
      {left > 0 ? (
        <Words>
          <Plural value={partsLeft} one="Falta # parte." other="Faltan # partes." />
        </Words>
      ) : null}
    </>
  );
}

/** What is owed of old contributions, whether anybody agreed on parts or not: as long as it is, nothing is certified. */
function Debt({ of: { debt, left } }: { of: Progress["contribution"] }) {
  const { t } = useLingui();
  if (debt <= 0) {
    return (
      <Words>
        <Trans>No debe aportes de meses anteriores.</Trans>
      </Words>
    );
  }
  const apart = Math.max(0, debt - left);
  return (
    <>
      {apart > 0 ? (
        <>
          <Amount label={t`Debe de meses anteriores, sin acuerdo de pago`} amount={apart} />
          <Words>
            <Trans>
              No hay intereses. Su familiar puede pedir pagarlo en partes en la oficina de trabajo.
            </Trans>
          </Words>
        </>
      ) : null}
      <Note>
        <Trans>Cuando pague todo lo que debe, le pueden dar la constancia de aporte al día.</Trans>
      </Note>
    </>
  );
}
