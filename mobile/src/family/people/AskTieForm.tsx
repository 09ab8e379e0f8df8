import { Trans, useLingui } from "@lingui/react/macro";
import { useAct } from "@/data/acts";
import { RequestTie } from "@/data/gen/documents";
import { href } from "@/nav/routes";
import { Button } from "@/ui/Button";
import { Outcome } from "@/ui/Outcome";
import { AdultField } from "./AdultField";
import { type Asking, AskSummary } from "./AskSummary";
import { useDraft } from "./draft";
import { KinshipField } from "./KinshipField";
import { PlaceField } from "./PlaceField";
import { type Person, useRefreshPeople } from "./people";
import { usePlaces } from "./places";
import { RelativeFields, relativeReady } from "./RelativeFields";
import { type Step, Steps } from "./Steps";

const NOTHING: Asking = {
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
  const { draft, change, clear } = useDraft<Asking>("tie", NOTHING);
  const places = usePlaces();
  const request = useAct(RequestTie);
  const refresh = useRefreshPeople();
  const visitor =
    people.find((each) => each.id === draft.visitorId) ?? (people.length === 1 ? people[0] : undefined);
  const asker = visitor?.givenNames ?? "";
  const relative = draft.givenNames.trim();
  const kinshipLabel =
    visitor?.capacity === "OWN" ? t`¿Qué es usted de ${relative}?` : t`¿Qué es ${asker} de ${relative}?`;

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
          label={t`Visitante`}
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
  const review: Step = {
    title: t`Revise los datos`,
    ready: true,
    fields: () => (
      <>
        <AskSummary
          asking={draft}
          visitor={visitor}
          place={places.data?.find((each) => each.id === draft.placeId)?.name ?? ""}
          first={questions.length - 3}
          onAt={(at) => change({ at })}
        />
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
