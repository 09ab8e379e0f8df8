import { Trans, useLingui } from "@lingui/react/macro";
import { View } from "react-native";
import { HowItComes } from "@/account/notices/HowItComes";
import type { Notice } from "@/data/inbox";
import { Reveal } from "@/ui/Reveal";
import { Words } from "@/ui/Words";
import { NoticeRow } from "./NoticeRow";

/** A notice of the inbox, with why it came and how its kind comes, right there. */
export function NoticeItem({ notice, fresh }: { notice: Notice; fresh: boolean }) {
  const { t } = useLingui();
  return (
    <View>
      <NoticeRow notice={notice} fresh={fresh} />
      <Reveal label={t`¿Por qué recibí esto?`} about={notice.message}>
        <Words>{notice.why}</Words>
        {notice.choices ? (
          <HowItComes choices={notice.choices} />
        ) : (
          <Words as="small">
            <Trans>Este aviso llega siempre, para cuidar su cuenta.</Trans>
          </Words>
        )}
      </Reveal>
    </View>
  );
}
