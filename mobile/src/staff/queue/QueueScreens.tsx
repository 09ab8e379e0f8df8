import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { TieQueue, type TieQueueQuery } from "@/data/gen/staff/registry";
import { go } from "@/nav/history";
import { href } from "@/nav/routes";
import { Await } from "@/ui/Await";
import { Note } from "@/ui/Note";
import { Page } from "@/ui/Page";
import { useTheme } from "@/ui/theme";
import { useOffice } from "../office/office";
import { usePages } from "../pages";
import { Columns } from "../parts/Columns";
import { More } from "../parts/More";
import { Queue } from "./Queue";
import { NotHere, RequestScreen } from "./RequestScreen";

export type TieRequest = TieQueueQuery["tieQueue"]["nodes"][number];

/** Families that wait to be tied, longest first, and one of them to decide on: side by side on a desk. */
export default function QueueScreens({ id }: { id: string | undefined }) {
  const { t } = useLingui();
  const { wide } = useTheme();
  const office = useOffice();
  const read = usePages(TieQueue, { establishmentId: office.id }, (answer) => answer.tieQueue);
  const [decided, setDecided] = useState<readonly string[]>([]);
  const [said, setSaid] = useState<string>();
  // What was decided here leaves the list at once, before the list is asked for again.
  const waiting = (read.data ?? []).filter((each) => !decided.includes(each.id));
  const shown = id ? waiting.find((each) => each.id === id) : wide ? waiting[0] : undefined;

  const onDecided = (request: TieRequest, words: string) => {
    setSaid(words);
    setDecided([...decided, request.id]);
    const at = waiting.findIndex((each) => each.id === request.id);
    const next = waiting[at + 1] ?? waiting.find((each) => each.id !== request.id);
    go(next ? href("request", { id: next.id }) : href("queue"), { replace: true });
  };

  const last = said && !shown ? <Note tone="good">{said}</Note> : null;
  const list = (
    <>
      <Await read={read}>{() => <Queue waiting={waiting} here={shown?.id} />}</Await>
      <More of={read} />
    </>
  );
  const detail = shown ? (
    <RequestScreen key={shown.id} request={shown} said={said} onDecided={onDecided} />
  ) : null;
  if (wide) {
    return (
      <Page title={t`Pedidos de vínculo`} broad>
        {last}
        <Columns list={list} detail={detail ?? (id && read.data ? <NotHere /> : null)} />
      </Page>
    );
  }
  if (!id) {
    return (
      <Page title={t`Pedidos de vínculo`}>
        {last}
        {list}
      </Page>
    );
  }
  return (
    <Page title={t`Pedido de vínculo`} up={href("queue")}>
      {last}
      <Await read={read}>{() => detail ?? <NotHere />}</Await>
    </Page>
  );
}
