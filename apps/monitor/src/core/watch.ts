/** The heart of the monitor: a market and what to watch in it become a stream of views. */
import { type Channel, isMarketError, type Market } from 'rxmarket'
import {
  catchError,
  defer,
  interval,
  map,
  merge,
  type Observable,
  of,
  scan,
  type SchedulerLike,
  startWith,
  tap,
  throwError,
} from 'rxjs'
import { Failure } from './failure.js'
import { type Happening } from './happening.js'
import { failIfUnreachable } from './reachable.js'
import { symbolsOf } from './plan.js'
import { isAllSilent } from './silence.js'
import { emptyView, step, type StepOptions } from './step.js'
import { type View } from './view.js'

export interface WatchOptions extends StepOptions {
  readonly scheduler: SchedulerLike
}

/**
 * The view, at everything that happens; faces decide how often they look. Subscribes the channels, each by itself, so that the
 * refusal of one is told and the others go on. Never completes of itself; errors with a {@link Failure} when the exchange cannot be
 * reached at all, when it refused every channel, or when no symbol ever says anything.
 */
export function watch$(
  market: Market,
  channels: readonly Channel[],
  { scheduler, isRecorded }: WatchOptions,
): Observable<View> {
  return defer(() => {
    let living = channels.length

    const events$ = channels.map(channel =>
      market.channel$(channel).pipe(
        map((event): Happening => ({ type: 'event', at: event.receivedAt, event })),
        catchError((error: unknown) => {
          living -= 1
          if (!isMarketError(error) || living === 0) return throwError(() => error)
          return of<Happening>({ type: 'refused', at: scheduler.now(), channel, error })
        }),
      ),
    )
    const statuses$ = market.connection$.pipe(
      failIfUnreachable(),
      map((status): Happening => ({ type: 'status', at: status.at, status })),
    )
    const errors$ = market.errors$.pipe(
      map((error): Happening => ({ type: 'error', at: scheduler.now(), error })),
    )
    const seconds$ = interval(1000, scheduler).pipe(
      map((): Happening => ({ type: 'second', at: scheduler.now() })),
    )

    const start = emptyView(channels, scheduler.now())
    return merge(statuses$, errors$, seconds$, ...events$).pipe(
      scan(step({ isRecorded }), start),
      startWith(start),
      tap(view => {
        if (isAllSilent(view)) throw new Failure(nothingCame(symbolsOf(channels)))
      }),
    )
  })
}

const nothingCame = (symbols: readonly string[]): string =>
  `nothing came for ${symbols.join(', ')}, though the streams are open; check that this exchange lists ${symbols.length === 1 ? 'it' : 'them'}`
