/**
 * `npm run bench:mirror -- [--against DIR] [flags]`: what mirroring costs, in processor time of the
 * client (user and system) for each event that its subscriber receives. One feed writes the same
 * frames to both connections of a mirrored client, at a fixed rate that the client can take, and at
 * its maximum rate. Each round runs every client against the same feed, in another order.
 *
 * - floor: `ws` and a look at the stream's name, on one connection: a duplicate cannot cost less
 * - one session, of the checkout DIR where one is given: what the others are relative to
 * - one session, here
 * - two sessions, here
 *
 * --kinds trade   --streams 50   --rounds 11   --warmup 1.5   --seconds 1   --limit 1.7
 * --rates 100000,max     frames a second of the source
 * --every 10             milliseconds between the writes of a fixed rate
 * --skew 0,57            milliseconds that the second connection is behind, at a fixed rate
 */
import { parseArgs } from 'node:util'
import { library, root } from './library.mjs'
import { progress } from './matrix.mjs'
import { startFeed } from './processes.mjs'
import { median, quantile, ratios } from './statistics.mjs'
import { table } from './table.mjs'

const { values: flags } = parseArgs({
  options: {
    against: { type: 'string', default: root },
    kinds: { type: 'string', default: 'trade' },
    streams: { type: 'string', default: '50' },
    rounds: { type: 'string', default: '11' },
    warmup: { type: 'string', default: '1.5' },
    seconds: { type: 'string', default: '1' },
    rates: { type: 'string', default: '100000,max' },
    every: { type: 'string', default: '10' },
    skew: { type: 'string', default: '0,57' },
    limit: { type: 'string', default: '1.7' },
  },
})
const list = text => text.split(',')
const [here, there] = [await library(root), await library(flags.against)]
const clients = [
  { title: 'floor', adapter: 'peek' },
  { title: 'one session, before', adapter: 'ours', library: there },
  { title: 'one session, here', adapter: 'ours', library: here },
  { title: 'two sessions, here', adapter: 'ours-mirrored', library: here, copies: 2 },
]
const BASE = 1
const MIRRORED = 3

const paces = list(flags.rates).flatMap(rate =>
  rate === 'max'
    ? [{ title: 'maximum', expect: {} }]
    : list(flags.skew).map(skew => ({
        title: `${Number(rate).toLocaleString('en')}/s, ${skew} ms apart`,
        expect: { rate: Number(rate), every: Number(flags.every), skew: Number(skew) },
      })),
)
const measure = { warmup: Number(flags.warmup), seconds: Number(flags.seconds) }
const cases = list(flags.kinds).flatMap(kind =>
  paces.map(pace => ({ kind, pace, firsts: [], costs: clients.map(() => []), runs: clients.map(() => []) })),
)

for (let round = 0; round < Number(flags.rounds); round++) {
  for (const { kind, pace, firsts, runs, costs } of cases) {
    const feed = await startFeed(kind, Number(flags.streams))
    const run = ({ adapter, library, copies }) =>
      feed.run(adapter, { ...measure, library, expect: { ...pace.expect, copies } })
    for (let turn = 0; turn < clients.length; turn++) {
      const index = (round + turn) % clients.length
      progress(`round ${round + 1} of ${flags.rounds}, ${kind}, ${pace.title}: ${clients[index].title}`)
      const measured = await run(clients[index])
      costs[index].push(measured.microseconds / measured.events)
      runs[index].push(measured)
    }
    if (round === 0) firsts.push(...(await run({ adapter: 'peek-mirrored', copies: 2 })).firsts)
    feed.stop()
  }
}
progress('')

const rows = cases.flatMap(({ kind, pace, costs, runs }) =>
  clients.map(({ title }, index) => {
    const of = read => median(runs[index].map(read))
    const all = ratios(costs[index], costs[BASE])
    return [
      `${kind} × ${flags.streams}, ${pace.title}`,
      title,
      median(costs[index]).toFixed(2),
      median(all).toFixed(2),
      `${quantile(all, 0.25).toFixed(2)} to ${quantile(all, 0.75).toFixed(2)}`,
      of(({ allocated, events }) => allocated / events).toFixed(0),
      of(({ events, milliseconds }) => events / milliseconds).toFixed(0),
      of(({ utilization }) => utilization * 100).toFixed(0),
      of(({ delivered, sent }) => (delivered / sent) * 100).toFixed(1),
    ]
  }),
)
const head = [
  'source',
  'client',
  'µs an event',
  'ratio',
  'quartiles',
  'bytes',
  'events/ms',
  'busy %',
  'delivered %',
]
console.log(table(head, rows, 2))
for (const { kind, pace, firsts } of cases) {
  const share = (100 * firsts[0]) / (firsts[0] + firsts[1])
  console.log(`\n${kind}, ${pace.title}: the first connection has ${share.toFixed(0)} % of the events first.`)
}
const worst = Math.max(...cases.map(({ costs }) => median(ratios(costs[MIRRORED], costs[BASE]))))
console.log(`\nTwo sessions relative to one, at most: ${worst.toFixed(2)}, limit ${flags.limit}.`)
if (worst > Number(flags.limit)) process.exitCode = 1
