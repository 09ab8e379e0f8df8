import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useAct } from "@/data/acts";
import { NoticeChoices, SetNoticeChoice, type SmsChoice } from "@/data/gen/documents";
import { type Choices, useChosen } from "@/data/inbox";
import { useRefresh } from "@/data/reads";
import { Choice, Switch } from "@/ui/Choice";
import { Note } from "@/ui/Note";
import { Outcome } from "@/ui/Outcome";
import { Words } from "@/ui/Words";
import { smsWords } from "./words";

const SMS: readonly SmsChoice[] = ["NEVER", "INSTEAD", "ALWAYS"];

/** How one kind of notice comes; every tap is kept at once. The inbox has it in any case. */
export function HowItComes({ choices }: { choices: Choices }) {
  const { t } = useLingui();
  const act = useAct(SetNoticeChoice);
  const chosen = useChosen();
  const refresh = useRefresh();
  const [wanted, setWanted] = useState(choices);
  const [saved, setSaved] = useState(false);
  const { kind, name, push, sms } = act.busy ? wanted : choices;
  const choose = async (next: Partial<Choices>) => {
    if (act.busy) return;
    setSaved(false);
    setWanted({ ...choices, ...next });
    const done = await act.run({ kind, push, sms, ...next });
    if (!done) return;
    chosen({ kind, name, push: done.push, sms: done.sms });
    refresh(NoticeChoices);
    setSaved(true);
  };
  return (
    <>
      <Words as="strong">{name}</Words>
      <Switch
        label={t`Aviso en el celular`}
        note={t`En la aplicación lo verá siempre.`}
        value={push}
        onChange={(value) => void choose({ push: value })}
      />
      <Choice
        label={t`Mensaje de texto`}
        value={sms}
        onChange={(value) => void choose({ sms: value })}
        options={SMS.map((value) => ({ value, label: smsWords(value) }))}
      />
      <Outcome of={act} />
      {saved ? (
        <Note tone="good" urgent>
          {t`Guardado.`}
        </Note>
      ) : null}
    </>
  );
}
