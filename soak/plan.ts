/** What happens in one run, as data: one seed, one plan. */
import type { ReconnectOptions, TimeUnit } from '../src/index.js'
import { randomFaults, type ScheduledFault, type SymbolOptions } from '../src/simulator/index.js'
import type { SimulationOptions } from '../src/testing/index.js'
import { type Chance, createChance } from './chance.js'
import { drawRequest, type Request, streamsOf } from './request.js'

const MINUTE = 60_000
const HOUR = 3_600_000
const LONGEST_FAULT = MINUTE

/** Something that a user does. Times are milliseconds after the start. */
export type Action = { readonly at: number } & (
  | {
      readonly do: 'join'
      readonly name: string
      readonly request: Request
      /** Leaves within the handler of this event, counted from 1. */
      readonly leaveAt?: number
      /** Asks for something more within the handler of the first event. */
      readonly then?: Request
      /** Asks again so many ms after an error; 0 within the handler. */
      readonly again?: number
    }
  | { readonly do: 'leave'; readonly name: string }
  | { readonly do: 'close' }
)

/** The options of a market that laws must know, every one decided. */
export interface Client {
  readonly reconnect: Required<Omit<ReconnectOptions, 'random'>> | false
  readonly heartbeatInterval: number
  readonly connectTimeout: number
  readonly commandTimeout: number
  readonly closeTimeout: number
  readonly pool: { readonly maxConnections: number }
  readonly timeUnit: TimeUnit
}

export interface Plan {
  readonly seed: number
  readonly hours: number
  /** The exchange. */
  readonly symbols: readonly SymbolOptions[]
  readonly latency: number
  readonly limits: NonNullable<SimulationOptions['limits']>
  readonly faults: readonly ScheduledFault[]
  /** The client. */
  readonly market: Client
  readonly numeric: 'number' | 'text'
  readonly traffic: readonly Action[]
  /** When all has settled, ms after the start: the wanted and the subscribed are compared. */
  readonly calmAt: number
  /** What everybody does then. */
  readonly ending: 'leave' | 'close' | 'stay'
}

const SYMBOLS = ['BTCUSDT', 'ETHUSDT', 'XRPUSDT', 'LINKUSDT'] as const

/** The plan of a seed. */
export function drawPlan(seed: number, hours: number): Plan {
  const chance = createChance(seed, 'world')
  const market = drawClient(chance)
  const length = hours * HOUR
  const settling = settlingTime(market)
  // Short runs are mostly settling; some trouble there must be.
  const turmoil = Math.max(length - settling - MINUTE, length / 2)
  const calmAt = turmoil + settling
  const latency = chance.pick(0, 0, 1, 20, 80, 180)
  const traffic = drawTraffic(createChance(seed, 'traffic'), turmoil, market)
  return {
    seed,
    hours: (calmAt + MINUTE) / HOUR,
    symbols: SYMBOLS.map(symbol => drawSymbol(chance, symbol)),
    latency,
    limits: { pingInterval: chance.pick(20_000, 20_000, 5_000, 3 * MINUTE) },
    faults: drawFaults(createChance(seed, 'faults'), turmoil, traffic, latency, isStormy(market)),
    market,
    numeric: chance.pick('number', 'number', 'text'),
    traffic,
    calmAt,
    ending: chance.pick('leave', 'leave', 'close', 'stay'),
  }
}

function drawSymbol(chance: Chance, symbol: string): SymbolOptions {
  return {
    symbol,
    tradesPerSecond: chance.pick(0.02, 0.1, 0.3),
    quotesPerSecond: chance.pick(0.1, 0.3, 1),
    blockTradesPerMinute: chance.pick(0, 1),
    levels: 30,
  }
}

function drawClient(chance: Chance): Client {
  const maxConnections = chance.pick(1, 1, 2, 3)
  const reconnect = {
    maxAttempts: chance.pick(Infinity, Infinity, Infinity, Infinity, 5, 2, 1, 0),
    initialDelay: chance.pick(50, 1_000, 1_000, 3_000),
    maxDelay: chance.pick(1_000, 5_000, 30_000),
    factor: chance.pick(1, 1.5, 2, 2),
    jitter: chance.pick(0, 0.5, 0.5, 1),
    minUptime: chance.pick(0, 1_000, 5_000, 5_000),
  }
  return {
    reconnect: chance.happens(0.08) ? false : reconnect,
    heartbeatInterval: chance.pick(5_000, 30_000, 30_000, 60_000),
    connectTimeout: chance.pick(2_000, 30_000),
    commandTimeout: chance.pick(1_000, 5_000, 5_000),
    closeTimeout: chance.pick(0, 500, 2_000, 2_000),
    pool: { maxConnections },
    timeUnit: chance.pick('millisecond', 'millisecond', 'microsecond'),
  }
}

/** Whether a client tries so often that it may come to the exchange's limit of attempts. */
const isStormy = ({ reconnect }: Client): boolean =>
  reconnect !== false && reconnect.initialDelay * reconnect.factor < 1_000 && reconnect.maxAttempts > 100

/** How long this client may need, after the last fault has begun, until all is as it should be. */
function settlingTime(client: Client): number {
  const { heartbeatInterval, connectTimeout, commandTimeout, reconnect } = client
  const maxDelay = reconnect === false ? 0 : reconnect.maxDelay
  // Who has used up the attempts of five minutes waits for them to pass.
  const storm = isStormy(client) ? 5 * MINUTE : 0
  // A stream that was forgotten is found by a probe, and a dead link by the one after it.
  return (
    LONGEST_FAULT + 3 * heartbeatInterval + 6 * commandTimeout + connectTimeout + maxDelay + storm + 10_000
  )
}

/** Joining and leaving: in bursts, in one tick, and seldom. */
function drawTraffic(chance: Chance, turmoil: number, { pool }: Client): Action[] {
  const connections = pool.maxConnections
  const joins = Math.ceil((turmoil / HOUR) * chance.pick(30, 80, 150))
  const actions: Action[] = []
  let at = 0
  for (let n = 1; n <= joins; n++) {
    at = chance.happens(0.4) ? Math.min(turmoil, at + shortWhile(chance)) : chance.whole(0, turmoil)
    const name = `s${n}`
    const request = drawRequest(chance, SYMBOLS, connections)
    actions.push({
      at,
      do: 'join',
      name,
      request,
      ...(chance.happens(0.05) && { leaveAt: chance.whole(1, 3) }),
      ...(chance.happens(0.05) && { then: drawRequest(chance, SYMBOLS, connections) }),
      ...(chance.happens(0.6) && { again: chance.pick(0, 0, 1, 500, 10_000) }),
    })
    if (chance.happens(0.05)) continue
    const stay = chance.pick(shortWhile(chance), 3_000, 30_000, 30_000, 100_000, 300_000)
    actions.push({ at: Math.min(turmoil, at + stay), do: 'leave', name })
  }
  if (chance.happens(0.08)) actions.push({ at: chance.whole(1, turmoil), do: 'close' })
  return actions.sort((a, b) => a.at - b.at)
}

const shortWhile = (chance: Chance): number => chance.pick(0, 0, 0, 1, 3, 40, 250, 1_100)

/** Faults of all kinds, many of them within the reach of something that a user does. */
function drawFaults(
  chance: Chance,
  turmoil: number,
  traffic: readonly Action[],
  latency: number,
  isStorm: boolean,
): readonly ScheduledFault[] {
  const count = Math.ceil((turmoil / HOUR) * chance.pick(0, 5, 20, 60, 120))
  if (count === 0) return []
  const streams = [
    ...new Set(traffic.flatMap(action => (action.do === 'join' ? streamsOf(action.request) : []))),
  ]
  const drawn = randomFaults(chance.whole(0, 2 ** 31), { duration: turmoil, count, streams })
  return [...drawn, ...drawLongFaults(chance, turmoil, isStorm)].map(fault => {
    const near = traffic[chance.whole(0, traffic.length - 1)]
    if (near === undefined || chance.happens(0.5)) return fault
    const at = near.at + chance.pick(0, 0, 1, latency, 2 * latency, 50, 3_000)
    return { ...fault, at: Math.min(turmoil, at) } as ScheduledFault
  })
}

/** Now and then a whole minute of nothing but refusals, or of silence about commands. */
function drawLongFaults(chance: Chance, turmoil: number, isStorm: boolean): readonly ScheduledFault[] {
  const at = chance.whole(0, turmoil)
  const others: readonly ScheduledFault[] = [
    { at, fault: 'loseAcks', for: LONGEST_FAULT },
    { at, fault: 'delayAcks', delay: 8_000, for: LONGEST_FAULT },
  ]
  const refusals: readonly ScheduledFault[] = [
    { at, fault: 'reset' },
    { at, fault: 'refuse', for: LONGEST_FAULT },
  ]
  return [...(chance.happens(isStorm ? 0.8 : 0.1) ? refusals : []), ...chance.some(others, 0.1)]
}
