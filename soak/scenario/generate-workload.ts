/**
 * Generates what the users of a market do: they subscribe and unsubscribe in bursts, within one
 * tick, and seldom.
 */
import { generateRequest } from './generate-request.js'
import type { Random } from './random.js'
import type { Action, ClientOptions } from './scenario.js'

export const SYMBOLS = ['BTCUSDT', 'ETHUSDT', 'XRPUSDT', 'LINKUSDT'] as const

const HOUR = 3_600_000

/** Actions within `duration` milliseconds, in order. */
export function generateWorkload(random: Random, duration: number, { pool }: ClientOptions): Action[] {
  const connections = pool.maxConnections
  const subscribers = Math.ceil((duration / HOUR) * random.pick(30, 80, 150))
  const actions: Action[] = []
  let at = 0
  for (let n = 1; n <= subscribers; n++) {
    at = random.bool(0.4) ? Math.min(duration, at + shortDelay(random)) : random.int(0, duration)
    const name = `s${n}`
    const request = generateRequest(random, SYMBOLS, connections)
    actions.push({
      at,
      do: 'subscribe',
      name,
      request,
      ...(random.bool(0.05) && { unsubscribeAt: random.int(1, 3) }),
      ...(random.bool(0.05) && { nested: generateRequest(random, SYMBOLS, connections) }),
      ...(random.bool(0.6) && { resubscribeAfter: random.pick(0, 0, 1, 500, 10_000) }),
    })
    if (random.bool(0.05)) continue
    const stay = random.pick(shortDelay(random), 3_000, 30_000, 30_000, 100_000, 300_000)
    actions.push({ at: Math.min(duration, at + stay), do: 'unsubscribe', name })
  }
  if (random.bool(0.08)) actions.push({ at: random.int(1, duration), do: 'close' })
  return actions.sort((a, b) => a.at - b.at)
}

const shortDelay = (random: Random): number => random.pick(0, 0, 0, 1, 3, 40, 250, 1_100)
