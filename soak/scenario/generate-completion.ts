/**
 * Generates what completes streams: subscriptions with gaps, backfill and history, and the faults
 * that they are for. In two fifths of all scenarios, from numbers of its own, so that the others
 * stay as they are.
 */
import { type FaultName, randomFaults, type ScheduledFault } from '../../src/simulator/index.js'
import type { Random } from './random.js'
import { completionOf, type Request } from './request.js'
import type { Action, ClientOptions } from './scenario.js'
import { streamsOf } from './stream-names.js'

const HOUR = 3_600_000
const FAULTS: readonly FaultName[] = [
  ...(['skip', 'skip', 'repeat', 'reorder', 'reorder', 'dropField', 'silence', 'forget'] as const),
  ...(['drop', 'drop', 'reset', 'stutter', 'halfOpen'] as const),
  ...(['restError', 'restError', 'restDelay', 'restTimeout', 'restHang'] as const),
]
/** Milliseconds for which requests may fail after the last fault: the longest ban. */
export const MAX_BAN = 120_000

/** Whether a scenario has any of it. */
export const isCompleted = (random: Random): boolean => random.bool(0.4)

export function completeClient(random: Random, market: ClientOptions): ClientOptions {
  const limits = { capacity: random.pick(3, 100, 10_000), maxDelay: random.pick(500, 5_000, 30_000) }
  return { ...market, backfill: random.bool(0.5) ? limits : false }
}

export function completeWorkload(
  random: Random,
  workload: readonly Action[],
  client: ClientOptions,
): readonly Action[] {
  return workload.map(action => {
    if (action.do !== 'subscribe') return action
    const request = completeRequest(random, action.request, client)
    const { nested } = action
    return {
      ...action,
      request,
      ...(nested !== undefined && { nested: completeRequest(random, nested, client) }),
    }
  })
}

function completeRequest(random: Random, request: Request, client: ClientOptions): Request {
  const gaps = random.bool(0.6)
  const hasPast = request.kind === 'trade' || request.kind === 'aggTrade' || request.kind === 'kline'
  const backfill = random.pick(true, true, false, undefined)
  const history = random.bool(0.25) ? random.pick(1, 20, 300, 1_500) : undefined
  const completed = {
    ...request,
    ...(gaps && { gaps }),
    ...(hasPast && backfill !== undefined && { backfill }),
    ...(hasPast && history !== undefined && { history }),
  }
  // An event that may be late does not show which connection delivers it.
  const connection = random.int(0, client.pool.maxConnections - 1)
  const isPinned = client.pool.maxConnections === 1 || completed.connection !== undefined
  return completionOf(completed, client) === undefined || isPinned ? completed : { ...completed, connection }
}

export function completeFaults(
  random: Random,
  duration: number,
  workload: readonly Action[],
): readonly ScheduledFault[] {
  const count = Math.ceil((duration / HOUR) * random.pick(5, 20, 80))
  const streams = workload.flatMap(action =>
    action.do === 'subscribe' && (action.request.gaps === true || action.request.backfill === true)
      ? streamsOf(action.request)
      : [],
  )
  if (streams.length === 0) return []
  return randomFaults(random.int(0, 2 ** 31), {
    duration,
    count,
    names: FAULTS,
    streams: [...new Set(streams)],
  })
}
