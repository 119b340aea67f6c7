/** Decides when a new session has taken over what an old one carries. */
import { filter, interval, map, type Observable, type SchedulerLike, take } from 'rxjs'
import { monotonicNow } from '../../clock/monotonic.js'
import { CommandTimeoutError } from '../../model/errors/command-errors.js'

/** A stream as a handover sees it. */
export interface HandoverStream {
  readonly name: string
  readonly frameCount: number
  /** Whether a session has delivered events that join those of the others. */
  isCarriedBy(session: number): boolean
}

export interface HandoverConfig<S extends HandoverStream> {
  readonly scheduler: SchedulerLike
  /** The new session. */
  readonly session: {
    readonly id: number
    readonly isLive: boolean
    readonly subscriptions: { isActive(stream: string): boolean }
  }
  readonly streams: () => Iterable<S>
}

/** Milliseconds between checks. */
const CHECK_INTERVAL = 250
/**
 * Milliseconds without a frame on either session, both subscribed, after which a stream is quiet
 * and not on its way. The slowest kinds that send at intervals do so every two seconds.
 */
const QUIET_TIME = 2_500
/**
 * Milliseconds for a new session to have everything acknowledged; and from then on until the old
 * one is closed in any case.
 */
const LIMIT = 30_000

interface Quiet {
  readonly frameCount: number
  readonly since: number
}

/**
 * Emits once, when the old session may close: the predicate of the streams that the new one
 * carries, which are all of them unless {@link LIMIT} has passed. Errors with
 * {@link CommandTimeoutError} where the new session is not acknowledged in time.
 */
export function handover$<S extends HandoverStream>({
  scheduler,
  session,
  streams,
}: HandoverConfig<S>): Observable<(stream: S) => boolean> {
  const quiet = new Map<S, Quiet>()
  const openedAt = monotonicNow(scheduler)
  let liveAt: number | undefined

  const isQuiet = (stream: S, now: number): boolean => {
    const { frameCount } = stream
    const known = quiet.get(stream)
    if (known?.frameCount === frameCount) return now - known.since >= QUIET_TIME
    quiet.set(stream, { frameCount, since: now })
    return false
  }
  const isOver = (stream: S, now: number): boolean =>
    session.subscriptions.isActive(stream.name) && (stream.isCarriedBy(session.id) || isQuiet(stream, now))

  const check = (): ((stream: S) => boolean) | undefined => {
    const now = monotonicNow(scheduler)
    if (session.isLive) liveAt ??= now
    else if (liveAt === undefined && now - openedAt >= LIMIT)
      throw new CommandTimeoutError('SUBSCRIBE', LIMIT)
    if (liveAt === undefined) return undefined
    const over = new Set<S>()
    let isAll = true
    for (const stream of streams()) {
      if (isOver(stream, now)) over.add(stream)
      else isAll = false
    }
    return isAll || now - liveAt >= LIMIT ? stream => over.has(stream) : undefined
  }
  return interval(CHECK_INTERVAL, scheduler).pipe(
    map(check),
    filter(isOverFor => isOverFor !== undefined),
    take(1),
  )
}
