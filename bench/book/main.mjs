/**
 * `npm run bench:book [-- --rounds N]`: the processor time of applying a recorded diff to an order
 * book and reading its best twenty levels a side, compared with the books of other libraries. All
 * run in every round, in one process; reported are medians, and those relative to ours. The
 * recording is in ../shared/captures; deeper books are its snapshot, continued.
 */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { install } from '../install.mjs'
import { median } from '../statistics.mjs'
import { table } from '../table.mjs'

install()
const { books } = await import('./books.mjs')

const RECORDING = new URL('../../../shared/captures/binance-spot-20240808-btcusdt.gz', import.meta.url)
/** Levels a side; books that take minutes beyond a thousand are left out of the deeper ones. */
const DEPTHS = [1_000, 5_000, 20_000]
const SHALLOW_ONLY = ['ccxt']

const { values: flags } = parseArgs({ options: { rounds: { type: 'string', default: '7' } } })
const rounds = Number(flags.rounds)

const messages = gunzipSync(readFileSync(RECORDING))
  .toString()
  .split('\n')
  .filter(line => line.includes('{'))
  .map(line => JSON.parse(line.slice(line.indexOf('{'))))
const recorded = messages.find(({ stream }) => stream === undefined)
const diffs = messages
  .filter(({ stream, data }) => stream?.endsWith('@depth@100ms') && data.u > recorded.lastUpdateId)
  .map(({ data: { u, b, a } }) => ({ lastUpdateId: u, bids: toNumbers(b), asks: toNumbers(a) }))
const levels = diffs.reduce((sum, { bids, asks }) => sum + bids.length + asks.length, 0)

const candidates = Object.entries(await books())
const rows = []
for (const depth of DEPTHS) {
  const snapshot = {
    lastUpdateId: recorded.lastUpdateId,
    bids: continued(toNumbers(recorded.bids), depth, -1),
    asks: continued(toNumbers(recorded.asks), depth, 1),
  }
  const measured = candidates.filter(([name]) => depth <= DEPTHS[0] || !SHALLOW_ONLY.includes(name))
  const times = Object.fromEntries(measured.map(([name]) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const [name, create] of measured) times[name].push(timeOf(create(snapshot, depth)))
  }
  const ours = median(times.rxmarket)
  for (const [name] of measured) {
    const time = median(times[name])
    rows.push([`${depth}`, name, time.toFixed(0), (ours / time).toFixed(2)])
  }
}
console.log(`${diffs.length} diffs, ${levels} levels\n`)
console.log(table(['levels a side', 'book', 'ns a level', 'ours relative to it'], rows, 2))

/** Nanoseconds of processor time for each level of the diffs. */
function timeOf(apply) {
  const start = process.cpuUsage()
  let sum = 0
  for (const diff of diffs) sum += apply(diff)
  const { user, system } = process.cpuUsage(start)
  if (!Number.isFinite(sum)) throw new Error('a book has no best levels')
  return ((user + system) * 1_000) / levels
}

function toNumbers(list) {
  return list.map(([price, quantity]) => [Number(price), Number(quantity)])
}

/** Adds worse levels until there are `depth`. */
function continued(list, depth, sign) {
  const longer = [...list]
  for (let price = list.at(-1)[0]; longer.length < depth;) {
    price = Number((price + sign * 0.37).toFixed(2))
    longer.push([price, 1])
  }
  return longer
}
