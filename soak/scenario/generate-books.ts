/**
 * Generates local order books: subscriptions, deeper books at the exchange, and the faults that
 * they are for. In three tenths of all scenarios, from numbers of its own, so that the others stay
 * as they are.
 */
import {
  type FaultName,
  randomFaults,
  type ScheduledFault,
  type SymbolOptions,
} from '../../src/simulator/index.js'
import type { Random } from './random.js'
import type { Action, ClientOptions } from './scenario.js'
import { streamsOf } from './stream-names.js'

const HOUR = 3_600_000
const FAULTS: readonly FaultName[] = [
  ...(['skip', 'skip', 'repeat', 'reorder', 'dropField', 'silence', 'forget', 'truncate'] as const),
  ...(['drop', 'drop', 'reset', 'stutter'] as const),
  ...(['staleSnapshots', 'restError', 'restDelay', 'restTimeout', 'restHang'] as const),
]

export const hasBooks = (random: Random): boolean => random.bool(0.3)

/** The same symbols with books of any depth. */
export function deepenBooks(random: Random, symbols: readonly SymbolOptions[]): readonly SymbolOptions[] {
  return symbols.map(symbol => ({ ...symbol, levels: random.pick(30, 200, 1_500) }))
}

/** Subscriptions of books within `duration` milliseconds, in order. */
export function generateBooks(
  random: Random,
  duration: number,
  symbols: readonly [string, ...string[]],
  { pool }: ClientOptions,
): readonly Action[] {
  const count = Math.ceil((duration / HOUR) * random.pick(3, 8, 15))
  const connections = pool.maxConnections
  return Array.from({ length: count }, (_, n): readonly Action[] => {
    const at = random.int(0, duration)
    const several = random.bool(0.2) ? random.sample(symbols, 0.6) : []
    const stay = random.pick(1_000, 60_000, 300_000, 1_200_000)
    const name = `b${n + 1}`
    return [
      {
        at,
        do: 'subscribe',
        name,
        request: {
          kind: 'book',
          symbols: several.length > 0 ? several : [random.pick(...symbols)],
          speed: random.pick(100, 100, 1000),
          snapshot: random.pick(5, 100, 1_000, 1_000, 1_000, 5_000),
          // Which connection delivers the diffs does not show.
          ...(connections > 1 && { connection: random.int(0, connections - 1) }),
        },
        ...(random.bool(0.6) && { resubscribeAfter: random.pick(0, 0, 500, 10_000) }),
      },
      ...(random.bool(0.2) ? [] : [{ at: Math.min(duration, at + stay), do: 'unsubscribe', name } as const]),
    ]
  }).flat()
}

export function generateBookFaults(
  random: Random,
  duration: number,
  books: readonly Action[],
): readonly ScheduledFault[] {
  const count = Math.ceil((duration / HOUR) * random.pick(5, 20, 60))
  const streams = books.flatMap(action => (action.do === 'subscribe' ? streamsOf(action.request) : []))
  return randomFaults(random.int(0, 2 ** 31), {
    duration,
    count,
    names: FAULTS,
    streams: [...new Set(streams)],
  })
}
