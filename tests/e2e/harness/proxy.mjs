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
  const receivedBefore = [];
  let received = 0;

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
        receivedBefore.push(received);
        doomed = false;
      } else if (sent.length > 0) sent[sent.length - 1] += text;
      if (state.lost && text.includes(state.lost)) doomed = true;
      if (state.delay) await pause(state.delay);
      far.write(bytes);
    });
    far.on("data", async (bytes) => {
      // The service has acted and answers; the answer does not arrive.
      if (doomed) return close();
      received += bytes.length;
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
    /** Bytes that came from the service since the last `reset`: heads and bodies, as they were on the line. */
    received: () => received,
    reset() {
      received = 0;
      sent.length = 0;
      receivedBefore.length = 0;
    },
    /** What of them had come when a request with this text was sent. */
    receivedBefore: (text) => receivedBefore[sent.findIndex((each) => each.includes(text))],
    /** The first line of every request. */
    list: () => sent.map((each) => each.split("\r\n")[0].slice(0, 120)),
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
