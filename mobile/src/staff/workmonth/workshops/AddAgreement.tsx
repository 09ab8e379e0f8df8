import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { AddAgreement as AddAgreementDocument, WorkshopAgreements } from "@/data/gen/staff/work";
import { useRefresh } from "@/data/reads";
import type { Day } from "@/l10n/dates";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { DateField } from "@/ui/DateField";
import { Field } from "@/ui/Field";
import { Outcome } from "@/ui/Outcome";
import { Words } from "@/ui/Words";

type Props = { workshop: string; onDone: (words: string) => void; onLeave: () => void };

const LAST_DAY = 31;
const MOST_PLACES = 10_000;

/** A convenio with a company: who, from when, how many places, when it pays, and its terms as they are written. */
export function AddAgreement({ workshop, onDone, onLeave }: Props) {
  const { t } = useLingui();
  const [number, setNumber] = useState("");
  const [partner, setPartner] = useState("");
  const [terms, setTerms] = useState("");
  const [places, setPlaces] = useState("");
  const [payDay, setPayDay] = useState("");
  const [signedOn, setSignedOn] = useState<Day>();
  const [validFrom, setValidFrom] = useState<Day>();
  const [validTo, setValidTo] = useState<Day>();
  const act = useAct(AddAgreementDocument);
  const refresh = useRefresh();
  const [many, due] = [whole(places, MOST_PLACES), whole(payDay, LAST_DAY)];
  const turned = validTo !== undefined && validFrom !== undefined && validTo < validFrom;
  const early = signedOn !== undefined && validFrom !== undefined && validFrom < signedOn;
  const ready = number.trim() && partner.trim() && many && due && signedOn && validFrom && !turned && !early;
  const add = async () => {
    if (!many || !due || !signedOn || !validFrom) return;
    const about = { number: number.trim(), partner: partner.trim(), signedOn, validFrom };
    const done = await act.run({
      workshopId: workshop,
      ...about,
      places: many,
      payDueDay: due,
      terms: terms.trim() ? { text: terms.trim() } : {},
      ...(validTo ? { validTo } : {}),
    });
    if (!done) return;
    refresh(WorkshopAgreements);
    onDone(t`Convenio agregado.`);
  };
  const figuresOnly = { inputMode: "numeric" as const, autoComplete: "off" as const, maxLength: 5 };
  return (
    <Card label={t`Agregar un convenio`}>
      <Words as="heading">
        <Trans>Agregar un convenio</Trans>
      </Words>
      <Field
        label={t`Número del convenio`}
        value={number}
        onChange={setNumber}
        autoComplete="off"
        maxLength={40}
      />
      <Field label={t`Con quién`} value={partner} onChange={setPartner} autoComplete="off" maxLength={120} />
      <DateField label={t`Día de la firma`} value={signedOn} onChange={setSignedOn} />
      <DateField
        label={t`Primer día que vale`}
        value={validFrom}
        onChange={setValidFrom}
        error={early ? t`Debe ser el día de la firma o después.` : undefined}
      />
      <DateField
        label={t`Último día que vale (si lo tiene)`}
        value={validTo}
        onChange={setValidTo}
        error={turned ? t`Debe ser el primer día o uno después.` : undefined}
      />
      <Field label={t`Puestos de trabajo`} value={places} onChange={setPlaces} {...figuresOnly} />
      <Field label={t`Día del mes en que paga`} value={payDay} onChange={setPayDay} {...figuresOnly} />
      <Field
        label={t`Condiciones, como están escritas`}
        value={terms}
        onChange={setTerms}
        multiline
        maxLength={2000}
      />
      <Outcome of={act} />
      <Button busy={act.busy} disabled={!ready} onPress={() => void add()}>
        <Trans>Guardar el convenio</Trans>
      </Button>
      <Button look="quiet" onPress={onLeave}>
        <Trans>Dejarlo</Trans>
      </Button>
    </Card>
  );
}

/** A whole figure from 1 to the most there may be. */
function whole(typed: string, most: number): number | undefined {
  const figure = /^\d{1,5}$/.test(typed.trim()) ? Number(typed) : 0;
  return figure >= 1 && figure <= most ? figure : undefined;
}
