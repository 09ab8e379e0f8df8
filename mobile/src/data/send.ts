/** The one place that knows HTTP: a document by its id, variables in, an answer out, or a named failure. */
import { i18n } from "@lingui/core";
import { t } from "@lingui/core/macro";
import { SERVER } from "@/platform/server";
import type { Document } from "./document";

/** Nobody answered in time: no signal, or a server that is busy. The request may or may not have acted. */
export class NoAnswer extends Error {}

/** The request itself was refused, for instance because the session has ended. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** How a request says who sends it: a header with a token, or with the profile whose cookies go along. */
export type Bearing = Record<string, string>;

/** `at`: by the clock of the service, when it answered; phones' clocks may be wrong. */
export type Answer<A> = { data: A; etag: string | null; at: number };

let ahead = 0;

/** Now, by the clock of the service as far as its last answer told: a phone's own may be wrong. */
export function serviceTime(): number {
  return Date.now() + ahead;
}

/** Milliseconds by which the service's clock is ahead of the phone's. */
export function clockAhead(): number {
  return ahead;
}

/** Until the service is heard: what it told before the app was closed. */
export function recallClock(known: number): void {
  ahead ||= known;
}

/** As long as a mobile connection may need on a bad day. */
const PATIENCE = 20_000;

/** Questions with words that somebody typed: an address may be written down on the way, a body is not. */
const BY_POST = new Set(["Inmates", "VisitByReference"]);

/** Codes that say “try later”, not “no”. */
const LATER = new Set(["TRY_AGAIN", "INTERNAL"]);

type Fault = { message: string; path?: readonly (string | number)[]; extensions?: { code?: string } };
type Body<A> = { data?: A | null; errors?: Fault[] };

/**
 * Send a document. Answers null when the service says that nothing has changed since `etag`.
 * Raises NoAnswer or Refused.
 */
export async function send<A, V>(
  document: Document<A, V>,
  variables: V,
  bearing: Bearing,
  etag?: string,
): Promise<Answer<A> | null> {
  const headers = { ...bearing, accept: "application/json", "accept-language": i18n.locale };
  const response = await (document.kind === "query" && !BY_POST.has(document.name)
    ? reach(`${SERVER}/graphql?${asked(document.id, variables)}`, {
        headers: etag ? { ...headers, "if-none-match": etag } : headers,
      })
    : reach(`${SERVER}/graphql`, {
        method: "POST",
        headers: { ...headers, "content-type": "application/json" },
        body: JSON.stringify({ documentId: document.id, variables }),
      }));
  if (response.status === 304) return null;
  const body = await read<A>(response);
  const error = body.errors?.[0];
  if (error) {
    const code = error.extensions?.code ?? "INTERNAL";
    if (LATER.has(code) || response.status >= 500) throw new NoAnswer(code);
    throw new Refused(code, wordsOf(error, code));
  }
  if (!body.data) throw new NoAnswer("no data");
  const at = Date.parse(response.headers.get("date") ?? "") || Date.now();
  ahead = at - Date.now();
  return { data: body.data, etag: response.headers.get("etag"), at };
}

/** A file of the service as an address that holds it; null: there is none for whoever asks. Raises NoAnswer. */
export async function fetchFile(path: string, bearing: Bearing): Promise<string | null> {
  const response = await reach(SERVER + path, { headers: bearing });
  if (response.status === 404) return null;
  if (response.status !== 200) throw new NoAnswer(`status ${response.status}`);
  const signs = Array.from(new Uint8Array(await response.arrayBuffer()), (byte) => String.fromCharCode(byte));
  return `data:${response.headers.get("content-type")};base64,${btoa(signs.join(""))}`;
}

/**
 * What a person reads. A fault of a field is told in their language by the service; one of the request itself, which
 * names no field, is told to engineers, in English.
 */
function wordsOf(fault: Fault, code: string): string {
  if (fault.path) return fault.message;
  return code === "BAD_INPUT"
    ? t`Hay un dato que no se entiende. Revise lo que escribió y vuelva a intentar.`
    : t`Esto no se pudo pedir. Cierre la aplicación, ábrala otra vez y vuelva a intentar.`;
}

function asked(id: string, variables: unknown): string {
  const given = JSON.stringify(variables ?? {});
  const query = new URLSearchParams({ documentId: id });
  if (given !== "{}") query.set("variables", given);
  return query.toString();
}

async function reach(address: string, request: RequestInit): Promise<Response> {
  const impatience = new AbortController();
  const timer = setTimeout(() => impatience.abort(), PATIENCE);
  try {
    // Answers are kept by the app, sealed; a browser's own cache would keep them in clear.
    return await fetch(address, { ...request, cache: "no-store", signal: impatience.signal });
  } catch {
    throw new NoAnswer("no connection");
  } finally {
    clearTimeout(timer);
  }
}

async function read<A>(response: Response): Promise<Body<A>> {
  try {
    return (await response.json()) as Body<A>;
  } catch {
    throw new NoAnswer(`status ${response.status}`);
  }
}
