/** A picture goes over plain HTTP: its bytes are the body, the address says the rest. Its answer looks like any act's. */
import { i18n } from "@lingui/core";
import { t } from "@lingui/core/macro";
import { type Act, useAct } from "@/data/acts";
import type { Document } from "@/data/document";
import { OfficeEvent } from "@/data/gen/staff/programmes";
import { type Answer, type Bearing, NoAnswer, Refused } from "@/data/send";
import { ask, carry } from "@/data/session";
import { SERVER } from "@/platform/server";

/** `picture`: by which one that was chosen is told from another; `alt`: what it shows, by language. */
type Said = {
  picture: string;
  alt: Readonly<Record<string, string>>;
  recognisable: boolean;
  peopleAgreed: boolean;
  consentAct: string;
};
type Sent = {
  sendPoster:
    | { __typename: "PosterSent"; id: string }
    | { __typename: "Problem"; code: string; message: string };
};
type Variables = Said & { requestId: string };
type Body = {
  poster?: { id: string };
  problem?: { code: string; message: string };
  errors?: { extensions?: { code?: string } }[];
};

/** The name of the act; no server knows it as a document. */
const SENDING: Document<Sent, Variables> = { name: "SendPoster", kind: "mutation", id: "" };

/** Milliseconds: a little more than the service waits for a picture. */
const PATIENCE = 150_000;

/** Send a picture for an event: once, however often it is tried. `onPart`: how much of it has gone, 0 to 1. */
export function useSending(
  eventId: string,
  bytes: Uint8Array<ArrayBuffer> | undefined,
  onPart: (part: number) => void,
): Act<Sent, Variables> {
  return useAct(SENDING, async (_, variables) => {
    if (!bytes) throw new Error("there is no picture");
    // Tokens are renewed by this: whoever is refused is refused before a picture has gone, and it would go twice.
    await ask(OfficeEvent, { id: eventId });
    const path = `/posters/${eventId}?${asked(variables)}`;
    const { status, body } = await carry(
      (bearing) => post(path, bytes, bearing, onPart),
      (answer) => answer.status === 401,
    );
    return answerOf(status, body);
  });
}

function asked({ alt, recognisable, peopleAgreed, consentAct, requestId }: Variables): string {
  const { es = "", ...others } = alt;
  return new URLSearchParams({
    alt: es,
    ...Object.fromEntries(Object.entries(others).map(([language, words]) => [`alt-${language}`, words])),
    recognisable: String(recognisable),
    peopleAgreed: String(peopleAgreed),
    consentAct,
    requestId,
  }).toString();
}

/** Unlike `fetch`, this tells how much has gone. */
function post(
  path: string,
  bytes: Uint8Array<ArrayBuffer>,
  bearing: Bearing,
  onPart: (part: number) => void,
): Promise<{ status: number; body: Body }> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const failed = () => reject(new NoAnswer("no connection"));
    request.open("POST", SERVER + path);
    const headers = {
      ...bearing,
      "accept-language": i18n.locale,
      "content-type": "application/octet-stream",
    };
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.timeout = PATIENCE;
    request.upload.onprogress = ({ loaded, total }) => onPart(total > 0 ? loaded / total : 0);
    request.onerror = failed;
    request.ontimeout = failed;
    request.onload = () => {
      try {
        resolve({ status: request.status, body: JSON.parse(request.responseText) as Body });
      } catch {
        failed();
      }
    };
    request.send(bytes);
  });
}

function answerOf(status: number, { poster, problem, errors }: Body): Answer<Sent> {
  if (status >= 500) throw new NoAnswer(`status ${status}`);
  if (problem) return answered({ __typename: "Problem", ...problem });
  if (poster) return answered({ __typename: "PosterSent", id: poster.id });
  const code = errors?.[0]?.extensions?.code ?? "INTERNAL";
  throw new Refused(code, t`La imagen no se pudo mandar. Vuelva a intentar más tarde.`);
}

function answered(sendPoster: Sent["sendPoster"]): Answer<Sent> {
  return { data: { sendPoster }, etag: null, at: Date.now() };
}
