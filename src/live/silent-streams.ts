/** Reports streams that the exchange acknowledged and does not serve, although their kind always sends. */
import { defer, ignoreElements, interval, type Observable, type SchedulerLike, tap } from 'rxjs'
import { monotonicNow } from '../clock/monotonic.js'
import { StreamSilentError } from '../model/errors.js'
import type { Stream } from '../streams/stream.js'

export interface SilentStreamsConfig<N> {
  readonly scheduler: SchedulerLike
  /** The open streams of kinds that always send. */
  readonly streams: () => Iterable<Stream<N>>
  /** Whether the exchange has acknowledged the stream. */
  readonly isActive: (name: string) => boolean
  readonly onError: (error: StreamSilentError) => void
}

/** Milliseconds without an event after which a stream is reported. The slowest kinds send every two seconds. */
const SILENCE = 60_000
/** Milliseconds between checks. */
const CHECK_INTERVAL = 5_000

/** Never emits. Reports each stream once, {@link SILENCE} after its acknowledgement at the earliest. */
export function silentStreams$<N>(config: SilentStreamsConfig<N>): Observable<never> {
  return defer(() => {
    const { scheduler, streams, isActive, onError } = config
    const activeSince = new WeakMap<Stream<N>, { readonly at: number; readonly eventCount: number }>()
    const check = (stream: Stream<N>): void => {
      if (stream.isReportedSilent || !isActive(stream.name)) return
      const since = activeSince.get(stream)
      if (since === undefined) {
        activeSince.set(stream, { at: monotonicNow(scheduler), eventCount: stream.eventCount })
        return
      }
      const silence = monotonicNow(scheduler) - since.at
      if (stream.eventCount > since.eventCount || silence < SILENCE) return
      stream.isReportedSilent = true
      onError(new StreamSilentError(stream.channel, Math.round(silence)))
    }
    return interval(CHECK_INTERVAL, scheduler).pipe(
      tap(() => {
        for (const stream of streams()) check(stream)
      }),
      ignoreElements(),
    )
  })
}
