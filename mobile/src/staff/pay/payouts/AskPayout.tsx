import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import {
  AskRemittance,
  PersonPockets,
  type PersonPocketsQuery,
  type PocketKind,
  type RemittancePayee,
  Remittances,
  TiedReaders,
} from "@/data/gen/staff/statements";
import { useRead, useRefresh } from "@/data/reads";
import { soles } from "@/l10n/money";
import { Await } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Choice } from "@/ui/Choice";
import { Field } from "@/ui/Field";
import { Words } from "@/ui/Words";
import { useOffice } from "../../office/office";
import { centimosOf } from "../../workmonth/amounts";
import { useReader } from "../consents/Consents";
import { Keep, SolesField } from "../orders/fields";
import type { FormProps } from "../orders/RecordActs";
import { payeeWords, pocketWords } from "../words";

type Pocket = PersonPocketsQuery["personPockets"][number];

const OWN: readonly PocketKind[] = ["WORKER_PERSONAL", "WORKER_SAVINGS"];
const SOURCES: Record<RemittancePayee, readonly PocketKind[]> = {
  FAMILY: OWN,
  HOLDER: OWN,
  COURT: ["SUPPORT_ORDER"],
  CREDITOR: ["SUPPORT_ORDER"],
  INPE: ["INPE_CONTRIBUTION"],
  JUDICIARY: ["CIVIL_REPARATION"],
};
const PAYEES = Object.keys(SOURCES) as RemittancePayee[];

type Props = FormProps & { pockets: readonly Pocket[]; onLeave: () => void };

/** Money of one of a person's accounts that goes to somebody: asked for here, approved by somebody else. */
export function AskPayout({ pay, pockets, onDone, onLeave }: Props) {
  const { t } = useLingui();
  const { id } = useOffice();
  const [payee, setPayee] = useState<RemittancePayee>();
  const [tieId, setTieId] = useState<string>();
  const [source, setSource] = useState<PocketKind>();
  const [typed, setTyped] = useState("");
  const [account, setAccount] = useState("");
  const [holder, setHolder] = useState("");
  const ask = useAct(AskRemittance);
  const refresh = useRefresh();
  const { may, from, free } = sourcesOf(pockets, payee, source);
  const amount = centimosOf(typed);
  const over = from !== undefined && amount !== undefined && amount > free;
  const toWhom = payee !== "FAMILY" || tieId;
  const ready = payee && toWhom && from && amount && !over && account.trim() && holder.trim();
  const send = async () => {
    if (!payee || !from || !amount) return;
    const tied = payee === "FAMILY" ? { tieId: tieId ?? null } : {};
    const to = { payee, account: account.trim(), name: holder.trim(), ...tied };
    const done = await ask.run({
      establishmentId: id,
      inmateId: pay.inmateId,
      source: from.kind,
      amount,
      to,
    });
    if (!done) return;
    refresh(PersonPockets, Remittances);
    const { reference } = done;
    onDone(t`Pedido el envío ${reference}. Otra persona tiene que aprobarlo.`);
  };
  const [sum, left, rest] = [soles(amount ?? 0), soles(free), soles(free - (amount ?? 0))];
  return (
    <Card label={t`Pedir un envío`}>
      <Words as="heading">
        <Trans>Pedir un envío</Trans>
      </Words>
      <Choice
        label={t`¿Para quién?`}
        options={PAYEES.map((each) => ({ value: each, label: payeeWords(each) }))}
        value={payee}
        onChange={setPayee}
        inline
      />
      {payee === "FAMILY" ? <Relative inmate={pay.inmateId} value={tieId} onChange={setTieId} /> : null}
      {may.length > 1 ? (
        <Choice
          label={t`¿De qué cuenta?`}
          options={may.map((each) => ({
            value: each.kind,
            label: pocketWords(each.kind),
            note: soles(each.credit - each.reserved),
          }))}
          value={source}
          onChange={setSource}
        />
      ) : null}
      {payee && may.length === 0 ? (
        <Words>
          <Trans>Esta persona no tiene una cuenta de la que se pueda pagar eso.</Trans>
        </Words>
      ) : null}
      {from ? (
        <Words>
          <Trans>Se puede enviar hasta {left}.</Trans>
        </Words>
      ) : null}
      <SolesField label={t`Cuánto`} value={typed} onChange={setTyped} />
      {over ? (
        <Words tone="bad">
          <Trans>Es más de lo que hay libre en esa cuenta.</Trans>
        </Words>
      ) : null}
      <Field
        label={t`Número de cuenta en el banco`}
        hint={t`Se guarda cifrado y no se vuelve a mostrar`}
        value={account}
        onChange={setAccount}
        autoComplete="off"
        autoCapitalize="characters"
        maxLength={40}
      />
      <Field
        label={t`Titular, como lo conoce el banco`}
        value={holder}
        onChange={setHolder}
        autoComplete="off"
        autoCapitalize="words"
        maxLength={80}
      />
      <Keep of={ask} onYes={() => void send()}>
        {ready ? (
          <Trans>
            Se apartan {sum} desde ahora; quedan libres {rest}. Salen cuando otra persona los apruebe.
          </Trans>
        ) : null}
      </Keep>
      <Button look="quiet" onPress={onLeave}>
        <Trans>Dejarlo</Trans>
      </Button>
    </Card>
  );
}

/** From which accounts somebody may be paid, the chosen one of them, and the céntimos that are free on it. */
function sourcesOf(
  pockets: readonly Pocket[],
  payee: RemittancePayee | undefined,
  source: PocketKind | undefined,
) {
  const may = payee ? pockets.filter((each) => SOURCES[payee].includes(each.kind)) : [];
  const from = may.find((each) => each.kind === source) ?? (may.length === 1 ? may[0] : undefined);
  return { may, from, free: from ? from.credit - from.reserved : 0 };
}

type RelativeProps = { inmate: string; value: string | undefined; onChange: (tieId: string) => void };

/** Which of the relatives whose tie stands. */
function Relative({ inmate, value, onChange }: RelativeProps) {
  const { t } = useLingui();
  const reader = useReader();
  const read = useRead(TiedReaders, { inmateId: inmate });
  return (
    <Await read={read}>
      {({ tiedReaders }) => (
        <Choice
          label={t`¿A qué familiar?`}
          options={tiedReaders.map((each) => ({ value: each.tieId, label: reader(each.reader) }))}
          value={value}
          onChange={onChange}
        />
      )}
    </Await>
  );
}
