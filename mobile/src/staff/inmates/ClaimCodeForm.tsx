import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import type { Kinship } from "@/data/gen/documents";
import { IssueClaimCode, type IssueClaimCodeMutation } from "@/data/gen/staff/registry";
import { dayAt, longDay } from "@/l10n/dates";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Note } from "@/ui/Note";
import { Outcome } from "@/ui/Outcome";
import { Words } from "@/ui/Words";
import { DocumentFields, NO_DOCUMENT } from "../parts/DocumentFields";
import { KinshipField } from "../parts/KinshipField";
import { documentWords } from "../words";
import type { Inmate } from "./useFound";

type Issued = Extract<IssueClaimCodeMutation["issueClaimCode"], { __typename: "ClaimCode" }>;

/** A code for a relative whom the person names: with it the tie needs no request. */
export function ClaimCodeForm({ inmate }: { inmate: Inmate }) {
  const { t } = useLingui();
  const [document, setDocument] = useState(NO_DOCUMENT);
  const [kinship, setKinship] = useState<Kinship>();
  const [issued, setIssued] = useState<Issued>();
  const act = useAct(IssueClaimCode);
  const name = `${inmate.givenNames} ${inmate.surnames}`;
  const number = document.number.trim();

  const issue = async () => {
    if (!kinship) return;
    const about = { documentKind: document.kind, documentNumber: number, kinship };
    const done = await act.run({ inmateId: inmate.id, ...about });
    if (done) setIssued(done);
  };
  if (issued) {
    return <Shown issued={issued} to={`${documentWords(document.kind)} ${number}`} />;
  }
  return (
    <Card label={t`Entregar un código a un familiar`}>
      <Words as="heading">
        <Trans>Entregar un código a un familiar</Trans>
      </Words>
      <Words>
        <Trans>
          {name} dijo a quién quiere recibir. Con este código, esa persona confirma el vínculo sola, en su
          celular.
        </Trans>
      </Words>
      <DocumentFields value={document} onChange={setDocument} />
      <KinshipField value={kinship} onChange={setKinship} />
      <Outcome of={act} />
      <Button icon="pass" busy={act.busy} disabled={number === "" || !kinship} onPress={() => void issue()}>
        <Trans>Hacer el código</Trans>
      </Button>
    </Card>
  );
}

function Shown({ issued, to }: { issued: Issued; to: string }) {
  const { t } = useLingui();
  const until = longDay(dayAt(issued.expiresAt));
  return (
    <Card label={t`Código para entregar`}>
      <Words as="heading">
        <Trans>Código para entregar</Trans>
      </Words>
      <Words as="huge" centred selectable live="polite">
        {issued.claimCode}
      </Words>
      <Words>
        <Trans>
          Solo sirve para {to}, una vez, hasta el {until}.
        </Trans>
      </Words>
      <Note tone="warn">
        <Trans>Escríbalo en un papel y entréguelo ahora: no se puede volver a ver.</Trans>
      </Note>
    </Card>
  );
}
