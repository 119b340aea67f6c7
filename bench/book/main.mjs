/**
 * `npm run bench:book [-- --rounds N --write]`: the processor time of order books, beside those
 * that others ship, on recorded diffs (../shared/captures):
 *
 * - of applying a diff and reading the best twenty levels a side. Deeper books are the recording's
 *   snapshot, continued;
 * - from the frame of a diff, through each whole client, to the same reading of its book;
 * - of 500 books of 1,000 levels on one market, with the memory that they take.
 *
 * All run in every round, in one process; reported are medians, and ours relative to theirs.
 * `--write` puts the tables into RESULTS.md.
 */
import { spawnSync } from 'node:child_process'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { install } from '../install.mjs'
import { median } from '../statistics.mjs'
import { place, table } from '../table.mjs'
import { recording, toNumbers } from './recording.mjs'

install()
const { books } = await import('./books.mjs')
const { clients } = await import('./clients.mjs')
const { bundle } = await import('./our-market.mjs')

/** Levels a side; books that take minutes beyond a thousand are left out of the deeper ones. */
const DEPTHS = [1_000, 5_000, 20_000]
const SHALLOW_ONLY = ['ccxt']

/**
 * Rounds before those that count, as whole clients take longer than a book until their code is
 * compiled.
 */
const WARM_UP = 3

const { values: flags } = parseArgs({
  options: { rounds: { type: 'string', default: '7' }, write: { type: 'boolean', default: false } },
})
const rounds = Number(flags.rounds)

const ours = await bundle()
const recorded = recording()
const diffs = recorded.frames
  .map(text => JSON.parse(text).data)
  .map(({ u, b, a }) => ({ lastUpdateId: u, bids: toNumbers(b), asks: toNumbers(a) }))
const levels = diffs.reduce((sum, { bids, asks }) => sum + bids.length + asks.length, 0)

const candidates = Object.entries(await books(ours))
const rows = []
for (const depth of DEPTHS) {
  const snapshot = {
    lastUpdateId: recorded.snapshot.lastUpdateId,
    bids: continued(toNumbers(recorded.snapshot.bids), depth, -1),
    asks: continued(toNumbers(recorded.snapshot.asks), depth, 1),
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
const many = JSON.parse(manyBooks())
const output = [
  `${diffs.length} diffs of BTCUSDT with ${levels} levels.`,
  table(['levels a side', 'book', 'ns a level', 'ours relative to it'], rows, 2),
  table(['from frame to book', 'µs a diff', 'ours relative to it'], await frameRows(), 1),
  `500 books of 1,000 levels on one market take ${many.megabytes.toFixed(0)} MB, ${many.megabytesLater.toFixed(0)} MB after 50 diffs ` +
    `each. A diff of ${many.levels.toFixed(0)} levels takes ${many.microseconds.toFixed(1)} µs from its frame to its subscriber: ` +
    `${many.percentAt5000.toFixed(1)} % of a core at 5,000 diffs a second.`,
].join('\n\n')
console.log(output)
if (flags.write) await place(new URL('../RESULTS.md', import.meta.url), 'book', output)

/** From the frame of a diff to the best levels of the book, by client. */
async function frameRows() {
  const all = Object.entries(await clients(ours, recorded))
  const times = Object.fromEntries(all.map(([name]) => [name, []]))
  for (let round = -WARM_UP; round < rounds; round++) {
    for (const [name, create] of all) {
      // It sorts its whole book at each read, and shows so in one round.
      if (round < rounds - 1 && name === 'node-binance-api') continue
      const { frames, take, updates } = create()
      const before = updates()
      const start = process.cpuUsage()
      let sum = 0
      for (const frame of frames) sum += take(frame)
      const { user, system } = process.cpuUsage(start)
      if (updates() - before !== frames.length || !Number.isFinite(sum))
        throw new Error(`${name}: ${updates() - before} updates of ${frames.length}`)
      if (round >= 0) times[name].push((user + system) / frames.length)
    }
  }
  const own = median(times.rxmarket)
  return all.map(([name]) => [name, median(times[name]).toFixed(1), (own / median(times[name])).toFixed(2)])
}

/** In a process of its own, so that nothing else is in its memory. */
function manyBooks() {
  const script = fileURLToPath(new URL('many.mjs', import.meta.url))
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--expose-gc', script], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(stderr)
  return stdout
}

/** Nanoseconds of processor time for each level of the diffs. */
function timeOf(apply) {
  const start = process.cpuUsage()
  let sum = 0
  for (const diff of diffs) sum += apply(diff)
  const { user, system } = process.cpuUsage(start)
  if (!Number.isFinite(sum)) throw new Error('a book has no best levels')
  return ((user + system) * 1_000) / levels
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
