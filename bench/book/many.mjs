/**
 * Five hundred books of a thousand levels on one market: the memory that they take, and the
 * processor time of a diff from its frame to its subscriber. Run with `--expose-gc`. Prints JSON.
 */
import { Buffer } from 'node:buffer'
import process from 'node:process'
import { bundle, openMarket } from './our-market.mjs'
import { recording } from './recording.mjs'

const BOOKS = 500
/** Diffs of each book: some to warm up, then those that are measured. */
const WARM_UP = 10
const MEASURED = 40
const SLICE = 10

const ours = await bundle()
const { snapshotText, frames } = recording()
const symbols = Array.from({ length: BOOKS }, (_, n) => `S${String(n).padStart(3, '0')}USDT`)
// Buffers of one size class are slices of a pool: all frames together are made before memory is
// measured.
const rounds = frames.slice(0, WARM_UP + MEASURED)
const all = rounds.map(text =>
  symbols.map(symbol =>
    Buffer.from(text.replace('btcusdt@', `${symbol.toLowerCase()}@`).replace('"BTCUSDT"', `"${symbol}"`)),
  ),
)

const { market, scheduler, deliver } = openMarket(ours, snapshotText)
const before = memory()
let live = 0
let levels = 0
market.book$(symbols).subscribe(book => {
  if (book.state !== 'live') return
  live++
  if (book.bidPrice === undefined) throw new Error(`${book.symbol} has no bid`)
})
for (let minute = 0; minute < 6; minute++) scheduler.advanceBy(60_000)
if (live !== BOOKS) throw new Error(`${live} of ${BOOKS} books are live`)
const after = memory()

live = 0
for (const round of all.slice(0, WARM_UP)) for (const frame of round) deliver(frame)
const times = []
for (let n = WARM_UP; n < all.length; n += SLICE) {
  const start = process.cpuUsage()
  for (const round of all.slice(n, n + SLICE)) for (const frame of round) deliver(frame)
  const { user, system } = process.cpuUsage(start)
  times.push((user + system) / (SLICE * BOOKS))
}
if (live !== BOOKS * all.length) throw new Error(`${live} books of ${BOOKS * all.length} diffs`)
for (const text of rounds.slice(WARM_UP)) {
  const { data } = JSON.parse(text)
  levels += data.b.length + data.a.length
}
const microseconds = times.sort((a, b) => a - b)[Math.floor(times.length / 2)]
console.log(
  JSON.stringify({
    megabytes: (after - before) / 2 ** 20,
    megabytesLater: (memory() - before) / 2 ** 20,
    microseconds,
    levels: levels / MEASURED,
    percentAt5000: (microseconds * 5_000) / 10_000,
  }),
)

function memory() {
  globalThis.gc()
  globalThis.gc()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
