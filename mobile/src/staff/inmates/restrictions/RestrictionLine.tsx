import { Trans, useLingui } from "@lingui/react/macro";
import { View } from "react-native";
import { useAct } from "@/data/acts";
import type { DocumentKind, VisitType } from "@/data/gen/documents";
import { Restrictions, type RestrictionsQuery } from "@/data/gen/staff/registry";
import { EndRestriction } from "@/data/gen/staff/visits";
import { useRefresh } from "@/data/reads";
import { typeWords } from "@/family/visits/words";
import { daysLater, figures } from "@/l10n/dates";
import { Confirm } from "@/ui/Confirm";
import { Outcome } from "@/ui/Outcome";
import { themed } from "@/ui/theme";
import { Words } from "@/ui/Words";
import { useOffice } from "../../office/office";
import { documentWords, restrictionReasonWords, restrictionWords } from "../../words";

type Restriction = RestrictionsQuery["restrictions"]["nodes"][number];

/** A bar on visits: whom, until when, why; and its end. A protection is ended by a director. */
export function RestrictionLine({ restriction }: { restriction: Restriction }) {
  const { t } = useLingui();
  const styles = useStyles();
  const { may } = useOffice();
  const act = useAct(EndRestriction);
  const refresh = useRefresh();
  const { inmate, document, validTo } = restriction;
  const heavy = restriction.kind === "PROTECTIVE_BLOCK" || (!inmate && !restriction.establishment);
  const from = figures(restriction.validFrom);
  // The service names the first day without it; people ask for the last one with it.
  const to = validTo ? figures(daysLater(validTo, -1)) : "";
  const types = restriction.visitTypes?.map((each) => typeWords(each.toUpperCase() as VisitType)).join(", ");
  return (
    <View style={styles.line}>
      <Words as="strong">{restrictionWords(restriction.kind)}</Words>
      {inmate ? <Words>{`${inmate.givenNames} ${inmate.surnames}`}</Words> : null}
      {document ? <Words selectable>{named(document)}</Words> : null}
      <Words>{to ? t`Del ${from} al ${to}` : t`Desde el ${from}, sin fecha de fin`}</Words>
      <Words as="small">
        {[restrictionReasonWords(restriction.reason), types].filter(Boolean).join(" · ")}
      </Words>
      {heavy && !may("DIRECTOR") ? (
        <Words as="small">
          <Trans>Solo la dirección puede terminarla.</Trans>
        </Words>
      ) : (
        <>
          <Outcome of={act} />
          <Confirm
            label={t`Terminar la restricción`}
            yes={t`Sí, terminar`}
            busy={act.busy}
            onYes={() =>
              void act.run({ restrictionId: restriction.id }).then((done) => done && refresh(Restrictions))
            }
          >
            <Trans>Se podrá reservar otra vez. Las visitas que se cancelaron siguen canceladas.</Trans>
          </Confirm>
        </>
      )}
    </View>
  );
}

/** A document as the service writes it, “dni 00099101”, as people say it. */
function named(document: string): string {
  const [kind = "", number = ""] = document.split(" ");
  return `${documentWords(kind.toUpperCase() as DocumentKind)} ${number}`;
}

const useStyles = themed(() => ({ line: { padding: 16, gap: 8 } }));
