import { Trans, useLingui } from "@lingui/react/macro";
import { ConsentText } from "@/data/gen/documents";
import { useRead } from "@/data/reads";
import { href } from "@/nav/routes";
import { Button } from "@/ui/Button";
import { Outcome } from "@/ui/Outcome";
import { AddSummary } from "./AddSummary";
import { AdultField } from "./AdultField";
import { type How, howWords, NOTHING, needsAdult, useAdding } from "./adding";
import { ConsentFields } from "./ConsentFields";
import { countryWrong } from "./checks";
import { useDraft } from "./draft";
import { CountryField } from "./PaperFields";
import { BirthFields, DocumentFields, NameFields } from "./PersonFields";
import { type Person, useRefreshPeople } from "./people";
import { type Step, Steps } from "./Steps";
import { birthReady, documentReady, namesReady } from "./typed";

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
  if (draft.documentKind !== "DNI") {
    questions.push({
      title: t`País`,
      ready: !countryWrong(draft.nationality),
      fields: (tried) => <CountryField {...group} tried={tried} />,
    });
  }
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
  const first = (needsAdult(how) && adults.length > 1 ? 1 : 0) + (how === "represented" ? 1 : 0);
  const review: Step = {
    title: t`Revise los datos`,
    ready: true,
    fields: () => (
      <>
        <AddSummary how={how} adding={draft} adult={adult} first={first} onAt={(at) => change({ at })} />
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
