import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useState } from "react";
import { type Act, useAct } from "@/data/acts";
import { IssueContributionCertificate, IssueIncomeCertificate } from "@/data/gen/staff/statements";
import { LANGUAGES, type Language } from "@/l10n/languages";
import { keepPdf } from "@/platform/pdf";
import { Button } from "@/ui/Button";
import { Choice } from "@/ui/Choice";
import { Note } from "@/ui/Note";
import { Outcome } from "@/ui/Outcome";
import { Reveal } from "@/ui/Reveal";

const BESIDE = Object.keys(LANGUAGES) as Language[];

/** A certificate of what an account came to, for whoever asks for one; it names no place. */
export function IncomeCertificate({ statement }: { statement: string }) {
  const { t } = useLingui();
  const issue = useAct(IssueIncomeCertificate);
  return (
    <Paper
      label={t`Constancia de ingresos`}
      of={issue}
      print={(language) => issue.run({ statementId: statement, language })}
    />
  );
}

/** That contributions are paid up; refused with how much is owed while some is. */
export function ContributionCertificate({ inmate }: { inmate: string }) {
  const { t } = useLingui();
  const issue = useAct(IssueContributionCertificate);
  return (
    <Paper
      label={t`Constancia de aportes al día`}
      of={issue}
      print={(language) => issue.run({ inmateId: inmate, language })}
    />
  );
}

type Props = {
  label: string;
  of: Pick<Act<never, never>, "problem" | "unanswered" | "busy">;
  print: (language: Language) => Promise<{ number: string; pdf: string } | undefined>;
};

function Paper({ label, of, print }: Props): ReactNode {
  const { t } = useLingui();
  const [language, setLanguage] = useState<Language>("es");
  const [made, setMade] = useState<{ number: string; kept: boolean }>();
  const make = async () => {
    const paper = await print(language);
    if (paper) setMade({ number: paper.number, kept: await keepPdf(`${paper.number}.pdf`, paper.pdf) });
  };
  const number = made?.number ?? "";
  return (
    <Reveal label={label}>
      <Choice
        label={t`Idioma, al lado del español`}
        options={BESIDE.map((each) => ({ value: each, label: LANGUAGES[each] }))}
        value={language}
        onChange={setLanguage}
        inline
      />
      <Outcome of={of} />
      {made ? (
        <Note tone={made.kept ? "good" : "warn"} urgent>
          {made.kept ? (
            <Trans>Listo: constancia {number}.</Trans>
          ) : (
            <Trans>No se guardó. Toque otra vez.</Trans>
          )}
        </Note>
      ) : null}
      <Button
        look="quiet"
        icon="print"
        busy={of.busy}
        label={`${t`Guardar en PDF`}: ${label}`}
        onPress={() => void make()}
      >
        <Trans>Guardar en PDF</Trans>
      </Button>
    </Reveal>
  );
}
