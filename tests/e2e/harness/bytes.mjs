// Bytes over the wire as a family pays for them: heads and bodies, compressed as they came, service workers included.
/** Counts what this page and its service workers receive and send, from now on. */
export async function meter(page) {
  const requests = new Map();
  const seen = async (session, worker) => {
    session.on("Network.requestWillBeSent", ({ requestId, request }) => {
      requests.set(`${worker}${requestId}`, { url: request.url, sent: sizeOf(request), received: 0, worker });
    });
    session.on("Network.responseReceived", ({ requestId, response }) => {
      const request = requests.get(`${worker}${requestId}`);
      if (!request) return;
      request.status = response.status;
      request.kept = response.fromDiskCache || response.fromServiceWorker || response.fromPrefetchCache;
    });
    session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
      const request = requests.get(`${worker}${requestId}`);
      if (request) request.received = encodedDataLength;
    });
    await session.send("Network.enable");
  };
  await seen(await page.context().newCDPSession(page), "");
  return {
    /** Forget what was counted. */
    reset: () => requests.clear(),
    /** What came from the network. */
    list: () => [...requests.values()].filter((each) => !each.kept && !each.url.startsWith("data:")),
    received() {
      return this.list().reduce((sum, each) => sum + each.received, 0);
    },
    table() {
      return this.list().map((each) => `${String(each.received).padStart(8)}  ${new URL(each.url).pathname.slice(0, 70)}`).join("\n");
    },
  };
}

function sizeOf({ method, url, headers, postData = "" }) {
  const head = Object.entries(headers).reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0);
  return method.length + url.length + 12 + head + postData.length;
}
