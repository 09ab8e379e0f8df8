// Runs the server audits of the npm package graphql-http against the address given, and prints
// every audit that is not "ok", then one line of JSON with the counts.
import { serverAudits } from 'graphql-http'

const counts = { ok: 0, warn: 0, error: 0 }
for (const audit of serverAudits({ url: process.argv[2], fetchFn: fetch })) {
  const { status, reason } = await audit.fn()
  counts[status] += 1
  if (status !== 'ok') console.log(`${status} ${audit.id} ${audit.name}: ${reason ?? ''}`)
}
console.log(JSON.stringify(counts))
