// A line between browser and service that can be cut, slowed, or lose answers. Playwright's own "offline" does not hold
// for what a service worker asks; a line does.
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** A line to `address`. Every request's head and body passes `sent` once, as text. */
export async function line(address) {
  const target = new URL(address);
  const open = new Set();
  const state = { cut: false, lost: undefined, delay: 0 };
  const sent = [];

  const server = createServer((near) => {
    if (state.cut) return near.destroy();
    const far = connect(Number(target.port), target.hostname);
    const both = [near, far];
    both.forEach((each) => open.add(each));
    const close = () => both.forEach((each) => (each.destroy(), open.delete(each)));
    both.forEach((each) => each.on("error", close).on("close", close));
    let doomed = false;
    near.on("data", async (bytes) => {
      const text = bytes.toString("latin1");
      if (/^(GET|POST|HEAD) /.test(text)) {
        sent.push(text);
        doomed = false;
      } else if (sent.length > 0) sent[sent.length - 1] += text;
      if (state.lost && text.includes(state.lost)) doomed = true;
      if (state.delay) await pause(state.delay);
      far.write(bytes);
    });
    far.on("data", async (bytes) => {
      // The service has acted and answers; the answer does not arrive.
      if (doomed) return close();
      if (state.delay) await pause(state.delay);
      near.write(bytes);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");

  return {
    address: `http://localhost:${server.address().port}`,
    /** Nobody answers from now on, and what is on its way does not arrive. */
    cut() {
      state.cut = true;
      for (const each of open) each.destroy();
    },
    mend() {
      state.cut = false;
    },
    /** Lose every answer to requests that contain this text, until told otherwise. */
    lose(text) {
      state.lost = text;
    },
    /** Milliseconds that everything takes longer, each way. */
    slow(milliseconds) {
      state.delay = milliseconds;
    },
    /** How many requests with this text went through. */
    count: (text) => sent.filter((each) => each.includes(text)).length,
    requests: (text) => sent.filter((each) => each.includes(text)),
    async close() {
      for (const each of open) each.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
