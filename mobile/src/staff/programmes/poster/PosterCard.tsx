import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useWindowDimensions } from "react-native";
import { usePicture, widthFor } from "@/data/pictures";
import { moment } from "@/l10n/dates";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Confirm } from "@/ui/Confirm";
import { Outcome } from "@/ui/Outcome";
import { PictureBox } from "@/ui/PictureBox";
import { Reveal } from "@/ui/Reveal";
import { Words } from "@/ui/Words";
import { Facts } from "../../parts/Facts";
import { newest, releasedOf, type Whole } from "../content";
import { useEdit } from "../useEdit";
import { languageWords } from "../words";
import { SendPoster } from "./SendPoster";

type Props = { of: Whole; onDone: (words: string) => void };
type Sent = Whole["posters"][number];

/** Pixels of the widest picture, and of what stands beside it on a phone. */
const WIDEST = 420;
const BESIDE = 70;

/** The picture of an event: as families will see it, others that were sent, and the way to send one or take it away. */
export function PosterCard({ of, onDone }: Props) {
  const { t } = useLingui();
  const [sending, setSending] = useState(false);
  const act = useEdit(of);
  const { poster } = newest(of);
  const chosen = of.posters.find((each) => each.id === poster);
  const others = of.posters.filter((each) => each !== chosen);
  const open = of.draft?.state !== "SUBMITTED";
  const choose = async (id: string | null) => {
    if (!(await act.run({ poster: id }))) return;
    onDone(
      id
        ? t`La imagen quedó en el borrador. Falta enviarlo a la dirección.`
        : t`El borrador quedó sin imagen. Falta enviarlo a la dirección.`,
    );
  };
  return (
    <Card label={t`Imagen`}>
      <Words as="heading">
        <Trans>Imagen</Trans>
      </Words>
      {chosen ? <OnePoster of={chosen} /> : null}
      <Standing of={of} chosen={chosen} />
      <Outcome of={act} />
      {open && chosen ? (
        <Confirm
          label={t`Quitar la imagen`}
          icon="cross"
          yes={t`Sí, quitar`}
          busy={act.busy}
          onYes={() => void choose(null)}
        >
          <Trans>El borrador queda sin imagen. Lo publicado no cambia hasta que se publique otra vez.</Trans>
        </Confirm>
      ) : null}
      {others.map((each) => (
        <Other
          key={each.id}
          of={each}
          busy={act.busy}
          onUse={open ? () => void choose(each.id) : undefined}
        />
      ))}
      {!open ? (
        <Words as="small">
          <Trans>La imagen se cambia cuando el borrador ya no espera a la dirección.</Trans>
        </Words>
      ) : sending ? (
        <SendPoster
          eventId={of.id}
          onLeave={() => setSending(false)}
          onSent={(id) => {
            setSending(false);
            void choose(id);
          }}
        />
      ) : (
        <Button look="quiet" icon="plus" onPress={() => setSending(true)}>
          {chosen ? <Trans>Mandar otra imagen</Trans> : <Trans>Mandar una imagen</Trans>}
        </Button>
      )}
    </Card>
  );
}

/** Who sees it. */
function Standing({ of, chosen }: { of: Whole; chosen: Sent | undefined }) {
  const released = releasedOf(of)?.poster ?? null;
  return (
    <Words as="small">
      {released !== (chosen?.id ?? null) ? (
        chosen ? (
          <Trans>Así la verán las familias cuando se publique el borrador.</Trans>
        ) : (
          <Trans>El borrador no tiene imagen. Lo publicado todavía la muestra.</Trans>
        )
      ) : chosen ? (
        <Trans>Así la ven las familias.</Trans>
      ) : (
        <Trans>Todavía no tiene imagen.</Trans>
      )}
    </Words>
  );
}

/** A picture with what is said of it. */
function OnePoster({ of }: { of: Sent }) {
  const { t } = useLingui();
  const width = Math.min(useWindowDimensions().width - BESIDE, WIDEST);
  const spanish = of.words.find((each) => each.language === "es")?.alt ?? "";
  const fetched = usePicture(of, widthFor(of, width));
  const when = moment(of.uploadedAt);
  const who = of.uploadedBy ?? "";
  return (
    <>
      <PictureBox alt={spanish} {...fetched} width={width} ratio={of.width / of.height} />
      <Facts
        of={[
          ...of.words.map(({ language, alt }): [string, string] => {
            const named = languageWords(language);
            return [t`Qué muestra, en ${named}`, alt];
          }),
          [t`Acta de quienes se reconoce`, of.consentAct ?? ""],
          [t`La mandó`, who ? t`${who}, ${when}` : when],
        ]}
      />
    </>
  );
}

/** One that was sent and is not the draft's. */
function Other({ of, busy, onUse }: { of: Sent; busy: boolean; onUse: (() => void) | undefined }) {
  const { t } = useLingui();
  const alt = of.words.find((each) => each.language === "es")?.alt ?? "";
  const when = moment(of.uploadedAt);
  return (
    <Reveal label={t`Otra imagen: ${alt}`} note={when}>
      <OnePoster of={of} />
      {onUse ? (
        <Button look="quiet" icon="check" busy={busy} onPress={onUse}>
          <Trans>Usar esta imagen</Trans>
        </Button>
      ) : null}
    </Reveal>
  );
}
