import { useLingui } from "@lingui/react/macro";
import type { Kinship } from "@/data/gen/documents";
import { kinshipWords } from "./kinship";
import { fullName, type Person } from "./people";
import type { Recalled } from "./RelativeFields";
import { type Answer, Review } from "./Review";

/** A request as it is being typed. */
export type Asking = Recalled & {
  at: number;
  visitorId: string | undefined;
  kinship: Kinship | undefined;
  query: string;
  placeId: string | undefined;
};

type Props = {
  asking: Asking;
  visitor: Person | undefined;
  place: string;
  /** The step that asks for the relative. */
  first: number;
  onAt: (at: number) => void;
};

/** A last look at a request before it is sent. */
export function AskSummary({ asking, visitor, place, first, onAt }: Props) {
  const { t } = useLingui();
  const answers: Answer[] = [
    {
      label: t`Quiere visitar a`,
      value: fullName({ ...asking, givenNames: asking.givenNames.trim() }),
      at: first,
    },
    { label: t`Año de nacimiento`, value: asking.bornYear, at: first },
    { label: t`Número de registro`, value: asking.registerNumber, at: first },
    {
      label: t`Parentesco`,
      value: asking.kinship ? kinshipWords(asking.kinship) : "",
      at: first + 1,
    },
    { label: t`Lugar`, value: place, at: first + 2 },
  ];
  if (visitor && first > 0) answers.unshift({ label: t`Visitante`, value: fullName(visitor), at: 0 });
  return <Review answers={answers} onAt={onAt} />;
}
