import { Trans, useLingui } from "@lingui/react/macro";
import { figures } from "@/l10n/dates";
import { Note } from "@/ui/Note";
import { type Adding, type How, needsAdult } from "./adding";
import { useConsentWays } from "./ConsentFields";
import { bare } from "./checks";
import { countryWords } from "./countries";
import { useSexes } from "./PersonFields";
import { documentName, expiryOf, fullName, type Person } from "./people";
import { type Answer, Review } from "./Review";

type Props = {
  how: How;
  adding: Adding;
  adult: Person | undefined;
  /** The step that asks for names. */
  first: number;
  onAt: (at: number) => void;
};

/** A last look at somebody new before it is sent. */
export function AddSummary({ how, adding, adult, first, onAt }: Props) {
  const { t } = useLingui();
  const sex = labelOf(useSexes(), adding.sex);
  const way = labelOf(useConsentWays(), adding.consentHow);
  const expired = expiryOf(adding.validUntil ?? null)?.state === "over";
  const answers: Answer[] = [
    { label: t`Nombres y apellidos`, value: fullName(adding), at: first },
    { label: t`Sexo`, value: sex, at: first + 1 },
    { label: t`Fecha de nacimiento`, value: adding.bornOn ? figures(adding.bornOn) : "", at: first + 1 },
    {
      label: documentName(adding.documentKind),
      value: bare(adding.documentNumber),
      at: first + 2,
    },
    {
      label: t`Fecha en que vence`,
      value: adding.validUntil ? figures(adding.validUntil) : t`No vence`,
      at: first + 2,
    },
  ];
  if (adding.documentKind !== "DNI") {
    answers.push({ label: t`Nacionalidad`, value: countryWords(adding.nationality), at: first + 3 });
  }
  if (how === "represented") answers.push({ label: t`Cómo dio su permiso`, value: way, at: first - 1 });
  if (adult && needsAdult(how)) {
    const label = how === "minor" ? t`Va con` : t`Pide sus visitas`;
    // The only adult of a list was not asked for.
    const asked = first > (how === "represented" ? 1 : 0);
    answers.push({ label, value: fullName(adult), at: asked ? 0 : undefined });
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

function labelOf<T>(options: readonly { value: T; label: string }[], chosen: T | undefined): string {
  return options.find((each) => each.value === chosen)?.label ?? "";
}
