import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { Card } from "@/ui/Card";
import { Words } from "@/ui/Words";
import { Fact } from "./Fact";
import type { Happening } from "./happening";
import { accessWords, audienceWords } from "./words";

/** What to know before leaving home: who may enter, what to bring and what not, and how easy it is to be there. */
export function Before({ happening }: { happening: Happening }) {
  const { t } = useLingui();
  const { entry, audience } = happening;
  const online = happening.venue.where === "ONLINE";
  const { arriveMinutes, leastAge } = entry;
  const who = [
    audienceWords(audience),
    leastAge === null ? "" : plural(leastAge, { one: "Desde # año.", other: "Desde los # años." }),
  ];
  return (
    <>
      <Words as="heading">
        <Trans>Antes de salir</Trans>
      </Words>
      <Card label={t`Antes de salir`}>
        <Fact icon="people" name={t`Quién puede entrar`}>
          {who.filter(Boolean).join(" ")}
        </Fact>
        {online || arriveMinutes === 0 ? null : (
          <Fact icon="clock" name={t`A qué hora llegar`}>
            {plural(arriveMinutes, { one: "# minuto antes.", other: "# minutos antes." })}
          </Fact>
        )}
        <Fact icon="card" name={t`Documentos`}>
          {entry.documents}
        </Fact>
        <Fact icon="shirt" name={t`Ropa`}>
          {entry.dress}
        </Fact>
        <Fact icon="bag" name={t`Qué llevar`}>
          {entry.bring}
        </Fact>
        <Fact icon="cross" name={t`Qué no llevar`}>
          {entry.forbidden}
        </Fact>
      </Card>
      {online ? null : <Access access={happening.access} />}
    </>
  );
}

function Access({ access }: { access: Happening["access"] }) {
  const { t } = useLingui();
  const known = accessWords(access);
  return (
    <Card label={t`Comodidad y accesos`}>
      <Words as="strong">
        <Trans>Comodidad y accesos</Trans>
      </Words>
      {known.length > 0 ? (
        known.map((each) => <Words key={each}>{each}</Words>)
      ) : (
        <Words>
          <Trans>No sabemos si hay gradas, asientos o baños. Si los necesita, pregunte antes de ir.</Trans>
        </Words>
      )}
    </Card>
  );
}
