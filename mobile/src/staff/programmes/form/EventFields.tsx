import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { List } from "@/ui/Card";
import { Reveal } from "@/ui/Reveal";
import { Words } from "@/ui/Words";
import { Columns } from "../../parts/Columns";
import { languageWords, takesPartWords } from "../words";
import { AccessFields } from "./AccessFields";
import { AlsoAtField } from "./AlsoAtField";
import { EffectField } from "./EffectField";
import { EntryFields } from "./EntryFields";
import { GuestFields } from "./GuestFields";
import { LanguageFields } from "./LanguageFields";
import type { Part } from "./part";
import { SeriesDates } from "./SeriesDates";
import { TakesPartFields } from "./TakesPartFields";
import { AudienceField, WhatFields } from "./WhatFields";
import { WhenFields } from "./WhenFields";
import { WhereFields } from "./WhereFields";
import { WorkFields } from "./WorkFields";

type Known = readonly { key: string; startsAt: string }[];

/** All that an event says, part by part; `known`: the dates that exist. Two columns on a desk. */
export function EventFields({ known, ...part }: Part & { known: Known }) {
  const first = (
    <>
      <WhatFields {...part} />
      <AudienceField {...part} />
    </>
  );
  const rest = (
    <>
      <WhenFields {...part} />
      <SeriesDates {...part} known={known} />
      <WhereFields {...part} />
      <EffectField {...part} />
      <GuestFields {...part} />
      <Details {...part} />
    </>
  );
  return <Columns list={first} detail={rest} />;
}

/** What nearly every event leaves as it is, or writes once. */
function Details(part: Part) {
  const { t } = useLingui();
  const { value, faults } = part;
  const isWrong = (start: string) => Object.keys(faults).some((each) => each.startsWith(start));
  const wrong = (start: string) => (isWrong(start) ? t`Aquí falta algo.` : undefined);
  const languages = value.words.map((each) => languageWords(each.language)).join(", ");
  const places = value.alsoAt.length;
  const works = value.works.length;
  return (
    <>
      <Words as="heading">
        <Trans>Lo demás</Trans>
      </Words>
      <List label={t`Lo demás`}>
        <Reveal
          urgent={isWrong("entry")}
          label={t`Para entrar`}
          note={wrong("entry") ?? t`Documento, ropa, qué llevar, edad`}
        >
          <EntryFields {...part} />
        </Reveal>
        <Reveal
          urgent={isWrong("access")}
          label={t`Accesibilidad`}
          note={wrong("access") ?? t`Escalones, asientos, baños, señas`}
        >
          <AccessFields {...part} />
        </Reveal>
        <Reveal
          urgent={isWrong("words")}
          label={t`En otros idiomas`}
          note={wrong("words") ?? (languages || t`Solo en español`)}
        >
          <LanguageFields {...part} />
        </Reveal>
        <Reveal
          urgent={isWrong("works")}
          label={t`Obras`}
          note={wrong("works") ?? plural(works, { 0: "Ninguna", one: "# obra", other: "# obras" })}
        >
          <WorkFields {...part} />
        </Reveal>
        <Reveal
          urgent={isWrong("takesPart")}
          label={t`Quiénes pueden participar`}
          note={wrong("takesPart") ?? takesPartWords(value.takesPart)}
        >
          <TakesPartFields {...part} />
        </Reveal>
        <Reveal
          urgent={isWrong("alsoAt")}
          label={t`Otros lugares`}
          note={plural(places, { 0: "Ninguno", one: "# lugar", other: "# lugares" })}
        >
          <AlsoAtField {...part} />
        </Reveal>
      </List>
    </>
  );
}
