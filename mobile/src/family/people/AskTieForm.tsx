import { Trans, useLingui } from "@lingui/react/macro";
import { useAct } from "@/data/acts";
import { type Kinship, RequestTie } from "@/data/gen/documents";
import { href } from "@/nav/routes";
import { Button } from "@/ui/Button";
import { Outcome } from "@/ui/Outcome";
import { AdultField } from "./AdultField";
import { useDraft } from "./draft";
import { KinshipField } from "./KinshipField";
import { kinshipWords } from "./kinship";
import { PlaceField } from "./PlaceField";
import { fullName, type Person, useRefreshPeople } from "./people";
import { usePlaces } from "./places";
import { type Recalled, RelativeFields, relativeReady } from "./RelativeFields";
import { type Answer, Review } from "./Review";
import { type Step, Steps } from "./Steps";

type Draft = Recalled & {
  at: number;
  visitorId: string | undefined;
  kinship: Kinship | undefined;
  query: string;
  placeId: string | undefined;
};

const NOTHING: Draft = {
  at: 0,
  visitorId: undefined,
  givenNames: "",
  surnames: "",
  registerNumber: "",
  bornYear: "",
  kinship: undefined,
  query: "",
  placeId: undefined,
};

type Props = { people: readonly Person[]; onReceived: () => void };

/** Who visits, whom, what they are to each other, and where. */
export function AskTieForm({ people, onReceived }: Props) {
  const { t } = useLingui();
  const { draft, change, clear } = useDraft<Draft>("tie", NOTHING);
  const places = usePlaces();
  const request = useAct(RequestTie);
  const refresh = useRefreshPeople();
  const visitor =
    people.find((each) => each.id === draft.visitorId) ?? (people.length === 1 ? people[0] : undefined);
  const asker = visitor?.givenNames ?? "";
  const relative = draft.givenNames.trim();
  const kinshipLabel =
    visitor?.capacity === "OWN" ? t`Usted es, de ${relative}:` : t`${asker} es, de ${relative}:`;

  const questions: Step[] = [
    {
      title: t`¿A quién quiere visitar?`,
      ready: relativeReady(draft),
      fields: (tried, next) => <RelativeFields recalled={draft} change={change} tried={tried} next={next} />,
    },
    {
      title: t`¿Qué parentesco tienen?`,
      ready: draft.kinship !== undefined,
      fields: (tried) => (
        <KinshipField
          label={kinshipLabel}
          sex={visitor?.sex}
          value={draft.kinship}
          onChange={(kinship) => change({ kinship })}
          error={tried && !draft.kinship ? t`Elija el parentesco.` : undefined}
        />
      ),
    },
    {
      title: t`¿En qué lugar está?`,
      ready: draft.placeId !== undefined,
      fields: (tried) => (
        <PlaceField
          read={places}
          query={draft.query}
          onQuery={(query) => change({ query })}
          value={draft.placeId}
          onChange={(placeId) => change({ placeId })}
          tried={tried}
        />
      ),
    },
  ];
  if (people.length > 1) {
    questions.unshift({
      title: t`¿Quién pide el vínculo?`,
      ready: visitor !== undefined,
      fields: (tried) => (
        <AdultField
          label={t`Persona que quiere visitar`}
          adults={people}
          value={draft.visitorId}
          onChange={(visitorId) => change({ visitorId })}
          tried={tried}
        />
      ),
    });
  }

  const send = async () => {
    const missing = questions.findIndex((each) => !each.ready);
    if (missing >= 0) return change({ at: missing });
    const { kinship, placeId } = draft;
    if (!visitor || !kinship || !placeId) return;
    const done = await request.run({
      visitorId: visitor.id,
      establishmentId: placeId,
      kinship,
      inmate: {
        givenNames: relative,
        surnames: draft.surnames.trim(),
        registerNumber: draft.registerNumber.trim() || null,
        bornYear: draft.bornYear ? Number(draft.bornYear) : null,
      },
    });
    if (!done) return;
    clear();
    refresh();
    onReceived();
  };
  const first = questions.length - 3;
  const place = places.data?.find((each) => each.id === draft.placeId)?.name ?? "";
  const answers: Answer[] = [
    { label: t`Quiere visitar a`, value: fullName({ ...draft, givenNames: relative }), at: first },
    { label: t`Año de nacimiento`, value: draft.bornYear, at: first },
    { label: t`Número de registro`, value: draft.registerNumber, at: first },
    {
      label: t`Parentesco`,
      value: draft.kinship ? kinshipWords(draft.kinship) : "",
      at: first + 1,
    },
    { label: t`Lugar`, value: place, at: first + 2 },
  ];
  if (visitor) answers.unshift({ label: t`Persona que quiere visitar`, value: fullName(visitor), at: 0 });
  const review: Step = {
    title: t`Revise los datos`,
    ready: true,
    fields: () => (
      <>
        <Review answers={answers} onAt={(at) => change({ at })} />
        <Outcome of={request} />
        <Button busy={request.busy} onPress={() => void send()}>
          <Trans>Enviar el pedido</Trans>
        </Button>
      </>
    ),
  };
  return (
    <Steps
      about={t`Pedir un vínculo`}
      up={href("people")}
      steps={[...questions, review]}
      at={Math.min(draft.at, questions.length)}
      onAt={(at) => change({ at })}
    />
  );
}
