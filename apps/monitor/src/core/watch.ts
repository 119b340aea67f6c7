/** The heart of the monitor: a market and what to watch in it become a stream of views. */
import { type Market } from 'rxmarket'
import {
  connect,
  defer,
  filter,
  map,
  merge,
  NEVER,
  type Observable,
  scan,
  type SchedulerLike,
  startWith,
} from 'rxjs'
import { channels$ } from './channels.js'
import { errors } from './errors.js'
import { emptyLink, linkAfter } from './connection.js'
import { refusedNews } from './news.js'
import { outages } from './outages.js'
import { placeAlert, placeLink, placeSecond, placeSilence, type Placing } from './place.js'
import { type SymbolChannel, symbolsOf } from './plan.js'
import { failIfUnreachable } from './reachable.js'
import { seconds } from './seconds.js'
import { silence } from './silence.js'
import { symbols } from './symbols.js'
import { emptyView, type View } from './view.js'

export interface WatchOptions {
  readonly scheduler: SchedulerLike
  /** The events are of another day: their latency and their silences mean nothing. */
  readonly isRecorded: boolean
}

/**
 * The view, at everything that happens; faces decide how often they look. Never completes of itself; errors with a Failure when the
 * exchange cannot be reached at all or no symbol ever says anything, and with the last refusal when every channel was refused.
 */
export const watch$ = (
  market: Market,
  channels: readonly SymbolChannel[],
  options: WatchOptions,
): Observable<View> =>
  defer(() => {
    const { scheduler } = options
    const start = emptyView(channels, scheduler.now())
    return placings$(market, channels, options).pipe(
      scan((view, place) => place({ ...view, now: scheduler.now() }), start),
      startWith(start),
    )
  })

/** All that is made of one shared stream of events and one of statuses. */
const placings$ = (
  market: Market,
  channels: readonly SymbolChannel[],
  { scheduler, isRecorded }: WatchOptions,
): Observable<Placing> =>
  market.connection$.pipe(
    failIfUnreachable(),
    connect(status$ =>
      merge(
        status$.pipe(scan(linkAfter, emptyLink), map(placeLink)),
        status$.pipe(outages(), map(placeAlert)),
        market.errors$.pipe(errors(scheduler)),
        channels$(market, channels).pipe(
          connect(each$ => {
            const event$ = each$.pipe(filter(each => each.type !== 'refusal'))
            const refusal$ = each$.pipe(filter(each => each.type === 'refusal'))
            const patience$ = isRecorded ? NEVER : status$
            return merge(
              event$.pipe(symbols(channels)),
              event$.pipe(seconds(scheduler, isRecorded), map(placeSecond)),
              event$.pipe(silence(symbolsOf(channels), patience$, scheduler), map(placeSilence)),
              refusal$.pipe(map(({ channel, error }) => placeAlert(refusedNews(channel, error)))),
            )
          }),
        ),
      ),
    ),
  )
