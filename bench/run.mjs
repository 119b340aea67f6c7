/**
 * `npm run bench [-- flags]`: every client against the same feed, each run in its own process.
 * Rounds are outermost and clients take turns within a source, so that other load affects all
 * alike. The report shows medians over the rounds, and ratios within a round.
 *
 * --clients baseline,ours   --kinds trade,capture   --streams 16,50   --runs 3
 * --warmup 0.6   --seconds 0.8
 * --no-matrix, --no-latency   leave out the cost at full speed, or the latency at fixed rates
 * --profile ours              profiles one client instead, at the first of the kinds and streams
 * --write                     writes the tables to RESULTS.md, the default of a complete run
 */
import { parseArgs } from 'node:util'
import { clients } from './clients.mjs'
import { install } from './install.mjs'
import { measureLatency } from './latency.mjs'
import { measureMatrix } from './matrix.mjs'
import { measureProfile } from './profile.mjs'
import { reportLatency } from './report/latency.mjs'
import { reportMachine } from './report/machine.mjs'
import { reportMatrix } from './report/matrix.mjs'
import { reportProfile } from './report/profile.mjs'
import { reportTargets } from './report/targets.mjs'
import { place } from './table.mjs'

const RESULTS = new URL('RESULTS.md', import.meta.url)

const { values: flags, tokens } = parseArgs({
  options: {
    clients: { type: 'string', default: Object.keys(clients).join() },
    kinds: { type: 'string', default: 'trade,bookTicker,depthDiff,capture' },
    streams: { type: 'string', default: '16,50,1024' },
    runs: { type: 'string', default: '3' },
    warmup: { type: 'string', default: '0.6' },
    seconds: { type: 'string', default: '0.8' },
    matrix: { type: 'boolean', default: true },
    latency: { type: 'boolean', default: true },
    profile: { type: 'string' },
    write: { type: 'boolean' },
  },
  allowNegative: true,
  tokens: true,
})
const isWhole = tokens.every(({ name }) => ['runs', 'warmup', 'seconds', 'write'].includes(name))

install()
const names = known(flags.clients.split(','), Object.keys(clients), 'client')
const kinds = known(
  flags.kinds.split(','),
  ['trade', 'aggTrade', 'bookTicker', 'depthDiff', 'capture'],
  'kind',
)
const counts = flags.streams.split(',').map(Number)
const times = { runs: Number(flags.runs), warmup: Number(flags.warmup), seconds: Number(flags.seconds) }
const sources = kinds.flatMap(sourcesOf)
// Aggregate trades differ from trades by two numbers: by default one number of streams is enough.
if (isWhole) sources.push({ kind: 'aggTrade', streams: 50 })

if (flags.profile !== undefined) {
  known([flags.profile], Object.keys(clients), 'client')
  const profile = await measureProfile(flags.profile, sources[0])
  await report('profile', reportProfile(profile, flags.profile, sources[0]))
} else {
  await report('machine', reportMachine(times))
  const cells = flags.matrix ? await measureMatrix(names, sources, times) : []
  if (flags.matrix) {
    await report('targets', reportTargets(cells))
    await report('matrix', reportMatrix(cells, names, sources))
  }
  if (flags.latency) await report('latency', reportLatency(await measureLatency(names, cells, times)))
}

/** The number of streams of a recording is fixed. */
function sourcesOf(kind) {
  return kind === 'capture' ? [{ kind, streams: 3 }] : counts.map(streams => ({ kind, streams }))
}

async function report(name, text) {
  console.log(`\n${text}`)
  if (flags.write ?? isWhole) await place(RESULTS, name, text)
}

function known(given, all, what) {
  const unknown = given.find(name => !all.includes(name))
  if (unknown !== undefined) throw new Error(`no ${what} "${unknown}": use one of ${all.join(', ')}`)
  return given
}
