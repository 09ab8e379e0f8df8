/** A small service for tests of screens: it answers documents by name, and files by their path, over the app's own fetch. */
import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { QueryClientProvider } from "@tanstack/react-query";
import { act, render } from "@testing-library/react-native";
import type { ReactElement } from "react";
import type { Document } from "@/data/document";
import * as documents from "@/data/gen/documents";
import * as events from "@/data/gen/family/events";
import * as statements from "@/data/gen/family/statements";
import * as staffAccount from "@/data/gen/staff/account";
import * as culture from "@/data/gen/staff/culture";
import * as door from "@/data/gen/staff/door";
import * as programmes from "@/data/gen/staff/programmes";
import * as registry from "@/data/gen/staff/registry";
import * as consents from "@/data/gen/staff/statements";
import * as visits from "@/data/gen/staff/visits";
import * as work from "@/data/gen/staff/work";
import { openOutbox } from "@/data/outbox";
import { OutboxContext } from "@/data/outbox-context";
import { cacheOf } from "@/data/reads";
import { admit, newcomer, useSession } from "@/data/session";
import type { OpenProfile } from "@/data/vault";

type Variables = Record<string, unknown>;
/** What the service says to a document: data, or how it fails. */
type Says = unknown | ((variables: Variables) => unknown);

/** Nobody answers, as without signal. */
export const SILENCE = Symbol("silence");

/** Nothing has changed since the answer the phone has. */
export const UNCHANGED = Symbol("unchanged");

/** What was asked for is refused with this code, in words for a person. */
export function refusal(code: string, message = code): Refusal {
  return { refused: { message, path: ["asked"], extensions: { code } } };
}

/** The request was not understood: words for engineers, and no field that they are about. */
export function misunderstood(code: string, message: string): Refusal {
  return { refused: { message, extensions: { code } } };
}

type Refusal = { refused: { message: string; path?: string[]; extensions: { code: string } } };

/** A refusal inside the answer. */
export function problem(code: string, message: string) {
  return { __typename: "Problem" as const, code, message };
}

const names = new Map(
  [documents, events, statements, staffAccount, culture, door, programmes, registry, consents, visits, work]
    .flatMap((file) => Object.values(file as Record<string, unknown>))
    .filter(
      (each): each is Document<unknown, unknown> => typeof each === "object" && each !== null && "id" in each,
    )
    .map((each) => [each.id, each.name]),
);

/** Every screen of a family asks what is new; a test that says nothing about it has an empty inbox. */
const NOTHING_TOLD = { inbox: { cursor: "c0", whole: true, unseen: 0, notices: [] } };

export type Asked = { name: string; variables: Variables; etag?: string | undefined };

export class Service {
  /** Every document that arrived, in order. */
  readonly asked: Asked[] = [];
  /** Milliseconds by which its clock is ahead of the phone's. */
  ahead = 0;
  private readonly answers: Record<string, Says>;

  constructor(answers: Record<string, Says>) {
    this.answers = { Inbox: NOTHING_TOLD, ...answers };
    globalThis.fetch = this.fetch as typeof fetch;
  }

  /** From now on, say this to a document. */
  say(name: string, says: Says): void {
    this.answers[name] = says;
  }

  /** What was sent with a document, each time. */
  sent(name: string): Variables[] {
    return this.asked.filter((each) => each.name === name).map((each) => each.variables);
  }

  private readonly fetch = async (
    address: string,
    request: { body?: string; headers?: Record<string, string> } = {},
  ): Promise<Response> => {
    const { name, variables } = asked(address, request.body);
    this.asked.push({ name, variables, etag: request.headers?.["if-none-match"] });
    if (name.startsWith("/")) return this.file(name);
    if (!(name in this.answers)) throw new Error(`the test has no answer for ${name}`);
    const says = this.answers[name];
    const said = typeof says === "function" ? await says(variables) : says;
    if (said === SILENCE) throw new TypeError("Network request failed");
    if (said === UNCHANGED) return { status: 304, headers: new Headers() } as Response;
    const refused = (said as ReturnType<typeof refusal>)?.refused;
    const body = refused ? { data: null, errors: [refused] } : { data: said };
    return {
      status: 200,
      ok: true,
      headers: new Headers({
        etag: `"${name}"`,
        date: new Date(Date.now() + this.ahead).toUTCString(),
      }),
      json: async () => body,
    } as unknown as Response;
  };

  /** A file: its bytes as text, where a test says some. */
  private file(path: string): Response {
    const says = this.answers[path];
    if (says === SILENCE) throw new TypeError("Network request failed");
    const headers = new Headers({ "content-type": "image/webp" });
    if (typeof says !== "string") return { status: 404, headers } as Response;
    const arrayBuffer = async () => Uint8Array.from(says, (sign) => sign.charCodeAt(0)).buffer;
    return { status: 200, headers, arrayBuffer } as unknown as Response;
  }
}

function asked(address: string, body?: string): Asked {
  const path = new URL(address).pathname;
  if (path !== "/graphql") return { name: path, variables: {} };
  const query = new URLSearchParams(address.split("?")[1] ?? "");
  const sent = body
    ? (JSON.parse(body) as { documentId: string; variables: Variables })
    : {
        documentId: query.get("documentId") ?? "",
        variables: JSON.parse(query.get("variables") ?? "{}") as Variables,
      };
  return { name: names.get(sent.documentId) ?? sent.documentId, variables: sent.variables };
}

/** A person who is in, with an empty phone. */
export async function somebody(kind: "family" | "staff" = "family"): Promise<OpenProfile> {
  const { profile } = await newcomer(kind, "900 099 001");
  await admit(profile, { accessToken: "access", refreshToken: "refresh" }, "device");
  return profile;
}

const shownNow = new Set<() => void>();

// A test that fails half-way must not keep a phone awake.
afterEach(() => {
  for (const leave of shownNow) leave();
});

/** As in the app: whoever is out again sees no screen any more. */
function WhileIn({ children }: { children: ReactElement }) {
  return useSession().state === "in" ? children : null;
}

/** Show a screen to a person who is in; what the phone keeps outlives it when `profile` is given again. */
export async function show(screen: ReactElement, profile?: OpenProfile) {
  const owner = profile ?? (await somebody());
  const { cache, close } = await cacheOf(owner);
  const outbox = await openOutbox(owner, () => void cache.invalidateQueries());
  const shown = render(
    <I18nProvider i18n={i18n}>
      <QueryClientProvider client={cache}>
        <OutboxContext value={outbox}>
          <WhileIn>{screen}</WhileIn>
        </OutboxContext>
      </QueryClientProvider>
    </I18nProvider>,
  );
  await act(async () => {});
  const leave = () => {
    shownNow.delete(leave);
    shown.unmount();
    outbox.close();
    close();
  };
  shownNow.add(leave);
  return {
    ...shown,
    profile: owner,
    outbox,
    /** Put the phone away: nothing goes on in the background. */
    leave,
  };
}
