/**
 * Reports streams that the exchange acknowledged and does not serve, although their kind always
 * sends.
 */
import { defer, ignoreElements, interval, type Observable, type SchedulerLike, tap } from 'rxjs'
import { StreamSilentError } from '../model/errors/channel-errors.js'
import type { Stream } from '../streams/stream.js'

export interface SilentStreamsConfig<N> {
  readonly scheduler: SchedulerLike
  /** The open streams of kinds that always send. */
  readonly streams: () => Iterable<Stream<N>>
  /** The id of the last command for a stream that the exchange has acknowledged. */
  readonly activeCommand: (name: string) => number | undefined
  readonly onError: (error: StreamSilentError) => void
}

interface Watch {
  readonly command: number
  readonly frameCount: number
  checks: number
}

/** Milliseconds between checks. */
const CHECK_INTERVAL = 5_000
/**
 * Checks without a frame after which a stream is reported: 60 s. The slowest kinds send every two
 * seconds.
 */
const SILENT_CHECKS = 12

/** Never emits. Reports each stream once, 60 to 65 s after its acknowledgement. */
export function silentStreams$<N>(config: SilentStreamsConfig<N>): Observable<never> {
  return defer(() => {
    const { scheduler, streams, activeCommand, onError } = config
    /**
     * Per acknowledged stream; checks are counted, as a process that was stopped has not listened
     * meanwhile. Another command is another acknowledgement, even if no check came in between.
     */
    const watched = new WeakMap<Stream<N>, Watch>()
    const check = (stream: Stream<N>): void => {
      if (stream.isReportedSilent) return
      const command = activeCommand(stream.name)
      if (command === undefined) {
        watched.delete(stream)
        return
      }
      const entry = watched.get(stream)
      if (entry?.command !== command) {
        watched.set(stream, { command, frameCount: stream.frameCount, checks: 0 })
        return
      }
      if (stream.frameCount > entry.frameCount || ++entry.checks < SILENT_CHECKS) return
      stream.isReportedSilent = true
      onError(new StreamSilentError(stream.channel, SILENT_CHECKS * CHECK_INTERVAL))
    }
    return interval(CHECK_INTERVAL, scheduler).pipe(
      tap(() => {
        for (const stream of streams()) check(stream)
      }),
      ignoreElements(),
    )
  })
}
