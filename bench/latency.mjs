/**
 * Measures the time from an event's write by the feed to its subscriber, at rates below the
 * client's maximum.
 */
import { progress } from './matrix.mjs'
import { startFeed } from './processes.mjs'
import { median } from './statistics.mjs'

const SOURCE = { kind: 'trade', streams: 50 }
/** Frames a second: about what Binance's fifty busiest trade streams send in a busy moment. */
const RATE = 20_000

/** Seconds until the client has caught up with its start, before its code was compiled. */
const WARMUP = 1.5
const SECONDS = 1.5
/** The number of clients measured at half of their maximum, which keeps both processors busy. */
const FASTEST = 6

/**
 * For each client `{ client, rate, isHalf, rounds }`: all at one rate, and the fastest each at half
 * of its maximum.
 */
export async function measureLatency(names, cells, { runs }) {
  const fastest = names
    .map(client => ({ client, rate: Math.round(maxRateOf(client, cells) / 2), isHalf: true, rounds: [] }))
    .filter(({ rate }) => rate > 0)
    .sort((a, b) => b.rate - a.rate)
    .slice(0, FASTEST)
  const cases = [...names.map(client => ({ client, rate: RATE, isHalf: false, rounds: [] })), ...fastest]
  const feed = await startFeed(SOURCE.kind, SOURCE.streams)
  for (let round = 0; round < runs; round++) {
    for (const each of cases) {
      progress(`latency, round ${round + 1} of ${runs}: ${each.client} at ${each.rate}`)
      try {
        each.rounds.push(
          await feed.run(each.client, {
            expect: { rate: each.rate },
            warmup: WARMUP,
            seconds: SECONDS,
            timed: true,
          }),
        )
      } catch (error) {
        console.error(error.message)
      }
    }
  }
  progress('')
  feed.stop()
  return cases
}

/** Events a second that a client was measured to take, or 0. */
function maxRateOf(client, cells) {
  const isSource = ({ kind, streams }) => kind === SOURCE.kind && streams === SOURCE.streams
  const cell = cells.find(cell => cell.client === client && isSource(cell.source))
  if (cell === undefined || cell.rounds.length === 0) return 0
  return median(cell.rounds.map(({ events, milliseconds }) => (events / milliseconds) * 1e3))
}
