/** What is sent with XMLHttpRequest, as a service that a test invents answers it. */

/** One request as it arrived. */
export type Post = { address: URL; headers: Record<string, string>; body: unknown };

type Says = { status: number; body: unknown } | "silence";

/** From now on everything that is sent is answered so, in turn; the last answer stays. Answers what arrived. */
export function answersPosts(...says: Says[]): Post[] {
  const posts: Post[] = [];
  class Request {
    upload: { onprogress?: (event: { loaded: number; total: number }) => void } = {};
    status = 0;
    responseText = "";
    timeout = 0;
    onload = () => {};
    onerror = () => {};
    private address = "";
    private readonly headers: Record<string, string> = {};

    open(_method: string, address: string): void {
      this.address = address;
    }

    setRequestHeader(name: string, value: string): void {
      this.headers[name] = value;
    }

    send(body: unknown): void {
      posts.push({ address: new URL(this.address), headers: this.headers, body });
      const said = (says.length > 1 ? says.shift() : says[0]) ?? "silence";
      this.upload.onprogress?.({ loaded: 45, total: 100 });
      setTimeout(() => {
        if (said === "silence") return this.onerror();
        this.status = said.status;
        this.responseText = JSON.stringify(said.body);
        this.onload();
      }, 150);
    }
  }
  globalThis.XMLHttpRequest = Request as never;
  return posts;
}
