import { Trans, useLingui } from "@lingui/react/macro";
import { ConsentText } from "@/data/gen/documents";
import { useRead } from "@/data/reads";
import { figures } from "@/l10n/dates";
import { href } from "@/nav/routes";
import { Button } from "@/ui/Button";
import { Note } from "@/ui/Note";
import { Outcome } from "@/ui/Outcome";
import { AdultField } from "./AdultField";
import { type Adding, type How, howWords, NOTHING, needsAdult, useAdding } from "./adding";
import { ConsentFields, useConsentWays } from "./ConsentFields";
import { useDraft } from "./draft";
import {
  BirthFields,
  birthReady,
  DocumentFields,
  documentReady,
  NameFields,
  namesReady,
  useSexes,
} from "./PersonFields";
import { documentName, expiryOf, fullName, type Person, useRefreshPeople } from "./people";
import { type Answer, Review } from "./Review";
import { type Step, Steps } from "./Steps";

type Props = { how: How; adults: readonly Person[]; onAdded: (name: string) => void };

/** The questions about somebody new, one group a screen, and a last look before it is sent. */
export function AddPersonForm({ how, adults, onAdded }: Props) {
  const { t } = useLingui();
  const { draft, change, clear } = useDraft(`person-${how}`, NOTHING);
  const consent = useRead(ConsentText, {}, { when: how === "represented" });
  const adding = useAdding(how);
  const refresh = useRefreshPeople();
  const minor = how === "minor";
  const version = consent.data?.consentText.version;
  const adult =
    adults.find((each) => each.id === draft.adultId) ?? (adults.length === 1 ? adults[0] : undefined);

  const group = { typed: draft, change };
  const questions: Step[] = [
    {
      title: t`Nombres y apellidos`,
      ready: namesReady(draft),
      fields: (tried, next) => <NameFields {...group} tried={tried} next={next} />,
    },
    {
      title: t`Sexo y nacimiento`,
      ready: birthReady(draft, minor),
      fields: (tried) => <BirthFields {...group} tried={tried} minor={minor} />,
    },
    {
      title: t`Documento de identidad`,
      ready: documentReady(draft),
      fields: (tried) => <DocumentFields {...group} tried={tried} />,
    },
  ];
  if (how === "represented") {
    questions.unshift({
      title: t`Pida su permiso`,
      ready: version !== undefined && draft.agreedTo === version && draft.consentHow !== undefined,
      fields: (tried) => <ConsentFields read={consent} adding={draft} change={change} tried={tried} />,
    });
  }
  if (needsAdult(how) && adults.length > 1) {
    questions.unshift({
      title: minor ? t`¿Con quién va?` : t`¿Quién hace los pedidos?`,
      ready: adult !== undefined,
      fields: (tried) => (
        <AdultField
          label={minor ? t`Adulto que responde por el menor` : t`Adulto que pide las visitas por su familiar`}
          adults={adults}
          value={draft.adultId}
          onChange={(adultId) => change({ adultId })}
          tried={tried}
        />
      ),
    });
  }

  const send = async () => {
    const missing = questions.findIndex((each) => !each.ready);
    if (missing >= 0) return change({ at: missing });
    if (!(await adding.run(draft, adult?.id ?? ""))) return;
    onAdded(draft.givenNames.trim());
    clear();
    refresh();
  };
  const first = questions.length - 3;
  const review: Step = {
    title: t`Revise los datos`,
    ready: true,
    fields: () => (
      <>
        <Summary how={how} adding={draft} adult={adult} first={first} onAt={(at) => change({ at })} />
        <Outcome of={adding} />
        <Button busy={adding.busy} onPress={() => void send()}>
          <Trans>Agregar a mi lista</Trans>
        </Button>
      </>
    ),
  };
  return (
    <Steps
      about={howWords(how)}
      up={href("people")}
      steps={[...questions, review]}
      at={Math.min(draft.at, questions.length)}
      onAt={(at) => change({ at })}
    />
  );
}

type SummaryProps = {
  how: How;
  adding: Adding;
  adult: Person | undefined;
  /** The step that asks for names. */
  first: number;
  onAt: (at: number) => void;
};

function Summary({ how, adding, adult, first, onAt }: SummaryProps) {
  const { t } = useLingui();
  const sex = useSexes().find((each) => each.value === adding.sex)?.label ?? "";
  const way = useConsentWays().find((each) => each.value === adding.consentHow)?.label ?? "";
  const expired = expiryOf(adding.validUntil ?? null)?.state === "over";
  const answers: Answer[] = [
    { label: t`Nombres y apellidos`, value: fullName(adding), at: first },
    { label: t`Sexo`, value: sex, at: first + 1 },
    { label: t`Fecha de nacimiento`, value: adding.bornOn ? figures(adding.bornOn) : "", at: first + 1 },
    {
      label: documentName(adding.documentKind),
      value: adding.documentNumber,
      at: first + 2,
    },
    {
      label: t`Fecha en que vence`,
      value: adding.validUntil ? figures(adding.validUntil) : t`No vence`,
      at: first + 2,
    },
  ];
  if (how === "represented") answers.push({ label: t`Cómo dio su permiso`, value: way, at: first - 1 });
  if (adult && needsAdult(how)) {
    answers.push({ label: how === "minor" ? t`Va con` : t`Pide sus visitas`, value: fullName(adult), at: 0 });
  }
  return (
    <>
      <Review answers={answers} onAt={onAt} />
      {expired ? (
        <Note tone="warn">
          <Trans>Este documento ya venció. Puede agregarlo, pero para la visita hay que renovarlo.</Trans>
        </Note>
      ) : null}
    </>
  );
}
