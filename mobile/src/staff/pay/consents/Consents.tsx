import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { View } from "react-native";
import { useAct } from "@/data/acts";
import {
  RevokeStatementConsent,
  StatementConsents,
  type StatementConsentsQuery,
} from "@/data/gen/staff/statements";
import { useRead, useRefresh } from "@/data/reads";
import { kinshipWords } from "@/family/people/kinship";
import { dayAt, figures } from "@/l10n/dates";
import { Await, Empty } from "@/ui/Await";
import { Button } from "@/ui/Button";
import { List } from "@/ui/Card";
import { Confirm } from "@/ui/Confirm";
import { Field } from "@/ui/Field";
import { State } from "@/ui/Note";
import { Outcome } from "@/ui/Outcome";
import { Reveal } from "@/ui/Reveal";
import { themed } from "@/ui/theme";
import { Words } from "@/ui/Words";
import { categoryWords } from "../words";
import { GiveConsent } from "./GiveConsent";
import { Readings } from "./Readings";

type Consent = StatementConsentsQuery["statementConsents"][number];

/** Which relative may read what, by the person's own signed word, and who has read. */
export function Consents({ inmate, onDone }: { inmate: string; onDone: (words: string) => void }) {
  const { t } = useLingui();
  const [adding, setAdding] = useState(false);
  const read = useRead(StatementConsents, { inmateId: inmate });
  return (
    <>
      <Words as="heading">
        <Trans>Lo que puede leer su familia</Trans>
      </Words>
      <Await read={read}>
        {({ statementConsents }) =>
          statementConsents.length === 0 ? (
            <Empty>
              <Trans>No dio permiso a nadie: su familia no ve nada de su trabajo.</Trans>
            </Empty>
          ) : (
            <List label={t`Permisos`}>
              {statementConsents.map((each) => (
                <OneConsent key={each.id} of={each} onDone={onDone} />
              ))}
            </List>
          )
        }
      </Await>
      {adding ? (
        <GiveConsent
          inmate={inmate}
          onDone={(words) => {
            setAdding(false);
            onDone(words);
          }}
          onLeave={() => setAdding(false)}
        />
      ) : (
        <Button look="quiet" icon="plus" onPress={() => setAdding(true)}>
          <Trans>Anotar un permiso</Trans>
        </Button>
      )}
      <Readings inmate={inmate} />
    </>
  );
}

/** A relative, and what they are to the person; no name once their account was erased. */
export function useReader(): (of: Consent["reader"]) => string {
  const { t } = useLingui();
  return ({ givenNames, surnames, kinship }) =>
    givenNames
      ? `${givenNames} ${surnames ?? ""}${kinship ? ` (${kinshipWords(kinship)})` : ""}`
      : t`Cuenta que se borró`;
}

function OneConsent({ of, onDone }: { of: Consent; onDone: (words: string) => void }) {
  const { t } = useLingui();
  const styles = useStyles();
  const [act, setAct] = useState("");
  const revoke = useAct(RevokeStatementConsent);
  const refresh = useRefresh();
  const reader = useReader()(of.reader);
  const what = categoryWords(of.category);
  const [given, sheet] = [figures(of.givenOn), of.act];
  const ended = of.revokedAt ? figures(dayAt(of.revokedAt)) : "";
  const end = async () => {
    const by = act.trim() ? { act: act.trim() } : {};
    if (!(await revoke.run({ consentId: of.id, ...by }))) return;
    refresh(StatementConsents);
    onDone(t`Permiso retirado: ${reader} ya no puede leer eso.`);
  };
  return (
    <View style={styles.line}>
      <Words as="strong">{reader}</Words>
      <Words>{what}</Words>
      <Words as="small">
        <Trans>
          Dado el {given}: {sheet}
        </Trans>
      </Words>
      {ended ? (
        <State tone="plain" icon="cross">{t`Retirado el ${ended}`}</State>
      ) : (
        <Reveal label={t`Retirar el permiso`} about={`${reader}: ${what}`}>
          <Field
            label={t`Número de la hoja en que lo retira (si la hay)`}
            value={act}
            onChange={setAct}
            autoComplete="off"
            maxLength={120}
          />
          <Outcome of={revoke} />
          <Confirm
            label={t`Retirar el permiso`}
            yes={t`Sí, retirar`}
            busy={revoke.busy}
            onYes={() => void end()}
          >
            <Trans>
              Desde este momento {reader} deja de ver: {what}. Para volver a dar el permiso, la persona firma
              otra hoja.
            </Trans>
          </Confirm>
        </Reveal>
      )}
    </View>
  );
}

const useStyles = themed(() => ({ line: { padding: 16, gap: 8 } }));
