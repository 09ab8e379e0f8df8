import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Inmates } from "@/data/gen/staff/registry";
import { href } from "@/nav/routes";
import { Await, Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { List } from "@/ui/Card";
import { Field } from "@/ui/Field";
import { State } from "@/ui/Note";
import { Row } from "@/ui/Row";
import { useOffice } from "../office/office";
import { usePages } from "../pages";
import { More } from "../parts/More";
import { pavilionWords, statusWords } from "../words";
import type { Inmate } from "./useFound";

type Props = {
  matching: string;
  onSearch: (matching: string) => void;
  here: string | undefined;
  /** Where somebody who was found leads; their own page without it. */
  to?: (id: string) => string;
  /** Instead: what is done with them. */
  onPick?: (found: Inmate) => void;
};

/** Look for somebody. Asked for by a button and not while typing: the service writes every look down. */
export function Search({ matching, onSearch, here, ...led }: Props) {
  const { t } = useLingui();
  const [typed, setTyped] = useState(matching);
  const search = () => onSearch(typed.trim());
  return (
    <>
      <Field
        label={t`Nombre, apellido o número de registro`}
        hint={t`Tres letras por lo menos, o el número completo`}
        value={typed}
        onChange={setTyped}
        autoCapitalize="words"
        autoComplete="off"
        maxLength={100}
        onSubmitEditing={search}
      />
      <Button icon="people" onPress={search} disabled={typed.trim() === ""}>
        <Trans>Buscar</Trans>
      </Button>
      {matching ? <Results key={matching} matching={matching} here={here} {...led} /> : null}
    </>
  );
}

function Results({ matching, here, to = (id) => href("inmate", { id }), onPick }: Omit<Props, "onSearch">) {
  const { t } = useLingui();
  const { id } = useOffice();
  const read = usePages(Inmates, { establishmentId: id, matching }, (answer) => answer.inmates);
  return (
    <>
      <Await read={read}>
        {(people) =>
          people.length === 0 ? (
            <Empty>
              <Trans>Nadie de aquí se llama así. Revise cómo se escribe.</Trans>
            </Empty>
          ) : (
            <List label={t`Personas encontradas`}>
              {people.map((each) => {
                const number = each.registerNumber;
                return (
                  <Row
                    key={each.id}
                    icon="person"
                    title={`${each.surnames}, ${each.givenNames}`}
                    note={[t`Registro ${number}`, pavilionWords(each.pavilion)].filter(Boolean).join(" · ")}
                    aside={
                      each.id === here ? (
                        <State tone="good" icon="onwards">{t`Abierto`}</State>
                      ) : each.held ? undefined : (
                        <State tone="warn">{statusWords(each.status)}</State>
                      )
                    }
                    {...(onPick ? { onPress: () => onPick(each) } : { to: to(each.id) })}
                  />
                );
              })}
            </List>
          )
        }
      </Await>
      <More of={read} />
    </>
  );
}
