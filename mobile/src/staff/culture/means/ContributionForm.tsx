import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import {
  AddContribution,
  type ContributionInput,
  type ContributionKind,
  Contributions,
  CultureYear,
} from "@/data/gen/staff/culture";
import { Programmes } from "@/data/gen/staff/programmes";
import { useRefresh } from "@/data/reads";
import { type Day, today } from "@/l10n/dates";
import { soles } from "@/l10n/money";
import { Card } from "@/ui/Card";
import { Choice } from "@/ui/Choice";
import { DateField } from "@/ui/DateField";
import { Field } from "@/ui/Field";
import { useOffice } from "../../office/office";
import { SolesField } from "../../pay/orders/fields";
import { contributionWords } from "../../programmes/words";
import { centimosOf } from "../../workmonth/amounts";
import { FormEnd } from "../Behind";
import { dayFault } from "../faults";
import { CONTRIBUTION_KINDS } from "../words";
import { EventField } from "./EventField";
import type { Contribution, Partner } from "./PartnersScreen";

type Props = {
  partners: readonly Partner[];
  /** The one that this one corrects, which counts no more. */
  corrects?: Contribution;
  onDone: (words: string) => void;
  onLeave: () => void;
};

type Written = {
  partnerId: string | undefined;
  kind: ContributionKind;
  what: string;
  worth: string;
  givenOn: Day | undefined;
  eventId: string | undefined;
};

/** A gift of today, in money. */
function blank(partnerId: string | undefined): Written {
  return { partnerId, kind: "CASH", what: "", worth: "", givenOn: today(), eventId: undefined };
}

/** One that is there, to be corrected. */
function writtenOf({ partnerId, kind, what, worth, givenOn, eventId }: Contribution): Written {
  const amount = worth === null ? "" : soles(worth);
  return { partnerId, kind, what, worth: amount, givenOn, eventId: eventId ?? undefined };
}

/** What a partner gave: in money with its amount, in goods or services with what they are worth if somebody knows. */
export function ContributionForm({ partners, corrects, onDone, onLeave }: Props) {
  const { t } = useLingui();
  const { id } = useOffice();
  const only = partners.length === 1 ? partners[0]?.id : undefined;
  const [written, setWritten] = useState(() => (corrects ? writtenOf(corrects) : blank(only)));
  const [looked, setLooked] = useState(false);
  const act = useAct(AddContribution);
  const refresh = useRefresh();
  const change = (to: Partial<Written>) => setWritten({ ...written, ...to });
  const { partnerId, givenOn, eventId } = written;
  const partner = partners.find((each) => each.id === partnerId);
  const save = async () => {
    setLooked(true);
    const contribution = contributionOf(written);
    if (!contribution) return;
    if (!(await act.run({ establishmentId: id, contribution, corrects: corrects?.id ?? null }))) return;
    refresh(Contributions, CultureYear, Programmes);
    onLeave();
    onDone(corrects ? t`Aporte corregido.` : t`Aporte anotado.`);
  };
  return (
    <Card label={corrects ? t`Corregir un aporte` : t`Anotar un aporte`}>
      <Choice
        label={t`Quién aporta`}
        options={partners.map((each) => ({ value: each.id, label: each.name, note: each.programme }))}
        value={partnerId}
        // An activity of another programme is not this partner's.
        onChange={(chosen) => change({ partnerId: chosen, eventId: undefined })}
        error={looked && !partnerId ? t`Elija quién aporta.` : undefined}
      />
      <WhatFields of={written} onChange={change} looked={looked} />
      <DateField
        label={t`Qué día`}
        value={givenOn}
        onChange={(day) => change({ givenOn: day })}
        error={looked ? dayFault(givenOn) : undefined}
      />
      {partner ? (
        <EventField
          key={partner.programmeId}
          value={eventId}
          onChange={(chosen) => change({ eventId: chosen })}
          programmeId={partner.programmeId}
        />
      ) : null}
      <FormEnd act={act} onSave={() => void save()} onLeave={onLeave} />
    </Card>
  );
}

type WhatProps = { of: Written; onChange: (to: Partial<Written>) => void; looked: boolean };

function WhatFields({ of: { kind, what, worth }, onChange, looked }: WhatProps) {
  const { t } = useLingui();
  return (
    <>
      <Choice
        label={t`Cómo aporta`}
        inline
        options={CONTRIBUTION_KINDS.map((each) => ({ value: each, label: contributionWords(each) }))}
        value={kind}
        onChange={(chosen) => onChange({ kind: chosen })}
      />
      <Field
        label={t`Qué aporta`}
        hint={kind === "CASH" ? t`Para qué es el dinero` : t`Como 10 violines, o 20 horas de clase`}
        value={what}
        onChange={(typed) => onChange({ what: typed })}
        autoCapitalize="sentences"
        autoComplete="off"
        maxLength={200}
        error={looked && !what.trim() ? t`Escriba qué aporta.` : undefined}
      />
      <SolesField
        label={kind === "CASH" ? t`Cuánto` : t`Cuánto vale (si se sabe)`}
        value={worth}
        onChange={(typed) => onChange({ worth: typed })}
        missing={looked && kind === "CASH" && !centimosOf(worth)}
      />
    </>
  );
}

/** What is sent; nothing while something is missing. Money has an amount, goods need not. */
function contributionOf({
  partnerId,
  kind,
  what,
  worth,
  givenOn,
  eventId,
}: Written): ContributionInput | undefined {
  const amount = worth.trim() === "" ? null : centimosOf(worth);
  if (!partnerId || !what.trim() || !givenOn || dayFault(givenOn) || amount === undefined) return undefined;
  if (kind === "CASH" && !amount) return undefined;
  return { partnerId, kind, worth: amount, what: what.trim(), givenOn, eventId: eventId ?? null };
}
