import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useWindowDimensions, View } from "react-native";
import { LANGUAGES } from "@/l10n/languages";
import { uuid } from "@/platform/cipher";
import { type Picked, takePicture } from "@/platform/file";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Choice, Tick } from "@/ui/Choice";
import { Field } from "@/ui/Field";
import { Note } from "@/ui/Note";
import { Outcome } from "@/ui/Outcome";
import { PictureBox } from "@/ui/PictureBox";
import { Reveal } from "@/ui/Reveal";
import { themed } from "@/ui/theme";
import { Words } from "@/ui/Words";
import { useLookAgain } from "../DraftCard";
import { languageWords } from "../words";
import { useSending } from "./sending";

type Props = { eventId: string; onSent: (posterId: string) => void; onLeave: () => void };

/** What is said of a picture, as it is typed. */
type Said = {
  alt: Readonly<Record<string, string>>;
  /** Whether somebody can be recognised: nobody's yes is supposed, and nobody's no. */
  known: "YES" | "NO" | undefined;
  agreed: boolean;
  consent: string;
};

/** Bytes that the service takes. */
const LARGEST = 12_000_000;
const OTHERS = Object.keys(LANGUAGES).filter((each) => each !== "es");
const WIDEST = 420;
const BESIDE = 110;
const NOTHING: Said = { alt: {}, known: undefined, agreed: false, consent: "" };

/** Choose a picture, say what it shows and who agreed to be seen in it, and send it. */
export function SendPoster({ eventId, onSent, onLeave }: Props) {
  const { t } = useLingui();
  const [chosen, setChosen] = useState<{ id: string; picture: Picked }>();
  const [wrong, setWrong] = useState<"large" | "unread">();
  const [said, setSaid] = useState(NOTHING);
  const [looked, setLooked] = useState(false);
  const [part, setPart] = useState(0);
  const act = useSending(eventId, chosen?.picture.bytes, setPart);
  const look = useLookAgain();
  const choose = async () => {
    const taken = await takePicture(LARGEST);
    if (taken === "none") return;
    act.clear();
    setWrong(typeof taken === "string" ? taken : undefined);
    setChosen(typeof taken === "string" ? undefined : { id: uuid(), picture: taken });
  };
  const send = async () => {
    setLooked(true);
    if (!chosen || isShort(said)) return;
    setPart(0);
    const done = await act.run({ picture: chosen.id, ...sentOf(said) });
    look();
    if (done) onSent(done.id);
  };
  const missing = looked && !chosen && !wrong;
  const alt = said.alt.es?.trim() || t`La imagen que eligió`;
  const fields = { said, onChange: (to: Partial<Said>) => setSaid({ ...said, ...to }), looked };
  return (
    <Card label={t`Mandar una imagen`}>
      <Words>
        <Trans>
          Una foto o un dibujo en JPEG, PNG o WebP. Revise que no se lea el nombre del lugar ni se vea a
          alguien que no quiere.
        </Trans>
      </Words>
      {chosen ? <Preview uri={chosen.picture.uri} alt={alt} /> : null}
      {wrong || missing ? <Unfit why={wrong} /> : null}
      <Button look="quiet" icon="plus" disabled={act.busy} onPress={() => void choose()}>
        {chosen ? <Trans>Elegir otra imagen</Trans> : <Trans>Elegir la imagen</Trans>}
      </Button>
      <AltFields {...fields} />
      <PeopleFields {...fields} />
      {act.busy ? <Progress part={part} /> : null}
      <Outcome of={act} />
      <Button icon="check" busy={act.busy} onPress={() => void send()}>
        <Trans>Mandar la imagen</Trans>
      </Button>
      <Button look="quiet" disabled={act.busy} onPress={onLeave}>
        <Trans>Dejarlo</Trans>
      </Button>
    </Card>
  );
}

/** Whether something is missing. */
function isShort({ alt, known, agreed, consent }: Said): boolean {
  return !alt.es?.trim() || !known || (known === "YES" && !(agreed && consent.trim()));
}

function sentOf({ alt, known, agreed, consent }: Said) {
  const recognisable = known === "YES";
  const words = Object.entries(alt).map(([language, typed]) => [language, typed.trim()] as const);
  return {
    alt: Object.fromEntries(words.filter(([, typed]) => typed)),
    recognisable,
    peopleAgreed: recognisable && agreed,
    consentAct: recognisable ? consent.trim() : "",
  };
}

type Part = { said: Said; onChange: (to: Partial<Said>) => void; looked: boolean };

/** What it shows, for whoever cannot see it. */
function AltFields({ said: { alt }, onChange, looked }: Part) {
  const { t } = useLingui();
  const line = { autoCapitalize: "sentences", autoComplete: "off", maxLength: 200 } as const;
  return (
    <>
      <Field
        {...line}
        label={t`Qué muestra la imagen, en español`}
        hint={t`Lo escucha o lo lee quien no la puede ver. Sin nombres de personas.`}
        value={alt.es ?? ""}
        onChange={(es) => onChange({ alt: { ...alt, es } })}
        error={looked && !alt.es?.trim() ? t`Escriba qué muestra.` : undefined}
      />
      <Reveal label={t`Qué muestra, en otros idiomas (si quiere)`}>
        {OTHERS.map((language) => {
          const named = languageWords(language);
          return (
            <Field
              key={language}
              {...line}
              label={t`Qué muestra la imagen, en ${named}`}
              value={alt[language] ?? ""}
              onChange={(typed) => onChange({ alt: { ...alt, [language]: typed } })}
            />
          );
        })}
      </Reveal>
    </>
  );
}

/** Whether somebody can be recognised, and the paper by which they agreed. */
function PeopleFields({ said: { known, agreed, consent }, onChange, looked }: Part) {
  const { t } = useLingui();
  const unsure = looked && !(agreed && consent.trim());
  return (
    <>
      <Choice
        label={t`¿Se reconoce a alguien en la imagen?`}
        inline
        options={[
          { value: "YES" as const, label: t`Sí` },
          { value: "NO" as const, label: t`No` },
        ]}
        value={known}
        onChange={(told) => onChange({ known: told })}
        error={looked && !known ? t`Elija si se reconoce a alguien.` : undefined}
      />
      {known === "YES" ? (
        <>
          <Tick
            label={t`Todas las personas que se reconocen aceptaron salir en ella`}
            value={agreed}
            onChange={(so) => onChange({ agreed: so })}
          />
          <Field
            label={t`Número del acta donde consta`}
            value={consent}
            onChange={(number) => onChange({ consent: number })}
            autoComplete="off"
            maxLength={80}
            error={unsure ? t`Marque que aceptaron y escriba el número del acta.` : undefined}
          />
        </>
      ) : null}
    </>
  );
}

function Preview({ uri, alt }: { uri: string; alt: string }) {
  const width = Math.min(useWindowDimensions().width - BESIDE, WIDEST);
  return <PictureBox alt={alt} uri={uri} failed={false} width={width} ratio={4 / 3} />;
}

function Unfit({ why }: { why: "large" | "unread" | undefined }) {
  return (
    <Note tone="bad" urgent>
      {why === "large" ? (
        <Trans>La imagen pesa demasiado. Elija una de 12 MB o menos.</Trans>
      ) : why === "unread" ? (
        <Trans>El archivo no se pudo leer. Elija otro.</Trans>
      ) : (
        <Trans>Elija una imagen.</Trans>
      )}
    </Note>
  );
}

/** How much of it has gone; then the service writes it anew, which takes a moment. */
function Progress({ part }: { part: number }) {
  const { t } = useLingui();
  const styles = useStyles();
  const percent = Math.round(part * 100);
  return (
    <View>
      <Words live="polite">
        {percent < 100 ? (
          <Trans>Mandando la imagen: {percent} %</Trans>
        ) : (
          <Trans>Preparando la imagen…</Trans>
        )}
      </Words>
      <View
        role="progressbar"
        aria-label={t`Cuánto se mandó`}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        style={styles.bar}
      >
        <View style={[styles.gone, { width: `${percent}%` }]} />
      </View>
    </View>
  );
}

const useStyles = themed(({ colours }) => ({
  bar: { height: 8, borderRadius: 4, overflow: "hidden", backgroundColor: colours.accentSoft },
  gone: { height: 8, backgroundColor: colours.accent },
}));
