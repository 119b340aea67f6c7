/** Generates a scenario from a seed. */
import type { SymbolOptions } from '../../src/simulator/index.js'
import { deepenBooks, generateBookFaults, generateBooks, hasBooks } from './generate-books.js'
import {
  completeClient,
  completeFaults,
  completeWorkload,
  isCompleted,
  MAX_BAN,
} from './generate-completion.js'
import { generateBinary, generateDisruptions, MAX_STALL } from './generate-disruptions.js'
import { generateFaults, MAX_FAULT_DURATION } from './generate-faults.js'
import { generateHostileFrames } from './generate-hostile-frames.js'
import { generateRestart } from './generate-restarts.js'
import {
  generateMaxAge,
  generateSessionFaults,
  generateUrls,
  hasSessions,
  pinWorkload,
  rotateClient,
} from './generate-sessions.js'
import { generateWorkload, SYMBOLS } from './generate-workload.js'
import { createNamedRandom, type Random } from './random.js'
import type { ClientOptions, Scenario } from './scenario.js'

const MINUTE = 60_000
const HOUR = 3_600_000

export function generateScenario(seed: number, hours: number): Scenario {
  const random = createNamedRandom(seed, 'world')
  const completion = createNamedRandom(seed, 'completion')
  const isComplete = isCompleted(completion)
  const books = createNamedRandom(seed, 'books')
  const isOfBooks = hasBooks(books)
  const sessions = createNamedRandom(seed, 'sessions')
  const isOfSessions = hasSessions(sessions)
  const plainMarket = generateClient(seed, random)
  const completeMarket = isComplete ? completeClient(completion, plainMarket) : plainMarket
  const market = isOfSessions
    ? { ...rotateClient(sessions, completeMarket), ...generateUrls(createNamedRandom(seed, 'urls')) }
    : completeMarket
  const length = hours * HOUR
  const bans = isComplete || isOfBooks ? MAX_BAN : 0
  const settling = settlingTime(market) + bans
  // A short run would be mostly settling; some of it must have faults.
  const faultWindow = Math.max(length - settling - MINUTE, length / 2)
  const settledAt = faultWindow + settling
  const latency = random.pick(0, 0, 1, 20, 80, 180)
  const plainWorkload = generateWorkload(createNamedRandom(seed, 'traffic'), faultWindow, market)
  const completeTraffic = isComplete ? completeWorkload(completion, plainWorkload, market) : plainWorkload
  const traffic = isOfSessions ? pinWorkload(sessions, completeTraffic, market) : completeTraffic
  const bookActions = isOfBooks ? generateBooks(books, faultWindow, SYMBOLS, market) : []
  const workload = [...traffic, ...bookActions].sort((a, b) => a.at - b.at)
  const symbols = SYMBOLS.map(symbol => generateSymbol(random, symbol))
  return {
    seed,
    hours: (settledAt + MINUTE) / HOUR,
    symbols: isOfBooks ? deepenBooks(books, symbols) : symbols,
    latency,
    limits: {
      pingInterval: random.pick(20_000, 20_000, 5_000, 3 * MINUTE),
      ...(isOfSessions && generateMaxAge(sessions)),
    },
    faults: [
      ...generateFaults(createNamedRandom(seed, 'faults'), {
        duration: faultWindow,
        workload: traffic,
        latency,
        exhaustsAttempts: reconnectsOften(market),
      }),
      ...generateHostileFrames(createNamedRandom(seed, 'hostile frames'), faultWindow, traffic),
      ...(isComplete ? completeFaults(completion, faultWindow, traffic) : []),
      ...(isOfBooks ? generateBookFaults(books, faultWindow, bookActions) : []),
      ...(isOfSessions ? generateSessionFaults(sessions, faultWindow, workload) : []),
      ...generateRestart(createNamedRandom(seed, 'restart'), faultWindow, workload),
    ],
    disruptions: [
      ...generateDisruptions(createNamedRandom(seed, 'disruptions'), faultWindow),
      ...generateBinary(createNamedRandom(seed, 'binary'), faultWindow),
    ],
    market,
    numeric: random.pick('number', 'number', 'string'),
    workload,
    settledAt,
    ending: random.pick('unsubscribe', 'unsubscribe', 'close', 'stay'),
  }
}

function generateSymbol(random: Random, symbol: string): SymbolOptions {
  return {
    symbol,
    tradesPerSecond: random.pick(0.02, 0.1, 0.3),
    quotesPerSecond: random.pick(0.1, 0.3, 1),
    blockTradesPerMinute: random.pick(0, 1),
    levels: 30,
  }
}

/** Drawn from separate numbers, so that a seed's earlier results do not change. */
function generateLatestOptions(random: Random): Pick<ClientOptions, 'linger' | 'maxFrameBytes'> {
  return {
    linger: random.pick(0, 1_000, 1_000, 10_000),
    maxFrameBytes: random.pick(50_000, 2 ** 24, 2 ** 24),
  }
}

function generateClient(seed: number, random: Random): ClientOptions {
  const maxConnections = random.pick(1, 1, 2, 3)
  const reconnect = {
    maxAttempts: random.pick(Infinity, Infinity, Infinity, Infinity, 5, 2, 1, 0),
    initialDelay: random.pick(50, 1_000, 1_000, 3_000),
    maxDelay: random.pick(1_000, 5_000, 30_000),
    factor: random.pick(1, 1.5, 2, 2),
    jitter: random.pick(0, 0.5, 0.5, 1),
    minUptime: random.pick(0, 1_000, 5_000, 5_000),
  }
  return {
    reconnect: random.bool(0.08) ? false : reconnect,
    heartbeatInterval: random.pick(5_000, 30_000, 30_000, 60_000),
    connectTimeout: random.pick(2_000, 30_000),
    commandTimeout: random.pick(1_000, 5_000, 5_000),
    closeTimeout: random.pick(0, 500, 2_000, 2_000),
    ...generateLatestOptions(createNamedRandom(seed, 'options')),
    rotation: false,
    mirror: 1,
    pool: { maxConnections },
    timeUnit: random.pick('millisecond', 'millisecond', 'microsecond'),
    backfill: false,
  }
}

/** Whether a client may reconnect often enough to exhaust the exchange's limit of attempts. */
const reconnectsOften = ({ reconnect }: ClientOptions): boolean =>
  reconnect !== false && reconnect.initialDelay * reconnect.factor < 1_000 && reconnect.maxAttempts > 100

/**
 * The time that this client may need, after the last fault has begun, until the system is
 * quiescent.
 */
function settlingTime(client: ClientOptions): number {
  const { heartbeatInterval, connectTimeout, commandTimeout, linger, reconnect } = client
  const maxDelay = reconnect === false ? 0 : reconnect.maxDelay
  // A client that has used up its attempts waits until the oldest are five minutes old.
  const rateLimit = reconnectsOften(client) ? 5 * MINUTE : 0
  // A stream that the exchange forgot is found by a probe, and a dead connection by the one after
  // it.
  const probes = 3 * heartbeatInterval + 6 * commandTimeout
  return MAX_FAULT_DURATION + MAX_STALL + probes + connectTimeout + maxDelay + rateLimit + linger + 10_000
}
