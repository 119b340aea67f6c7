/** Watches channels of a market and emits the view that the renderers show. */
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
import { channelEvents$ } from './channel-events.js'
import { rejectionAlert } from '../state/alert-inputs.js'
import { reduceAlert, reduceSecond, reduceSilence, type Reducer } from '../state/reducers.js'
import { type SymbolChannel, symbolsOf } from '../state/channels.js'
import { marketUpdates$ } from './market-updates.js'
import { secondStats } from './second-stats.js'
import { silentSymbols } from './silent-symbols.js'
import { symbolUpdates } from './symbol-updates.js'
import { emptyView, type View } from '../state/view.js'

export interface WatchOptions {
  readonly scheduler: SchedulerLike
  /** The events are recorded: latency and silence are not measured. */
  readonly isRecorded: boolean
}

/**
 * Emits the view after every update; renderers decide how often they draw. Never completes. Errors
 * with a `CliError` when the exchange is unreachable or no symbol has events, and with the last
 * rejection when every channel was rejected.
 */
export const watch$ = (
  market: Market,
  channels: readonly SymbolChannel[],
  options: WatchOptions,
): Observable<View> =>
  defer(() => {
    const { scheduler } = options
    const start = emptyView(channels, scheduler.now())
    return updates$(market, channels, options).pipe(
      scan((view, reduce) => reduce({ ...view, now: scheduler.now() }), start),
      startWith(start),
    )
  })

/** Merges the updates derived from one shared stream of events and one of statuses. */
const updates$ = (
  market: Market,
  channels: readonly SymbolChannel[],
  { scheduler, isRecorded }: WatchOptions,
): Observable<Reducer> =>
  marketUpdates$(market, scheduler, status$ =>
    channelEvents$(market, channels).pipe(
      connect(each$ => {
        const event$ = each$.pipe(filter(each => each.type !== 'rejection'))
        const rejection$ = each$.pipe(filter(each => each.type === 'rejection'))
        const timedStatus$ = isRecorded ? NEVER : status$
        return merge(
          event$.pipe(symbolUpdates(channels)),
          event$.pipe(secondStats(scheduler, isRecorded), map(reduceSecond)),
          event$.pipe(silentSymbols(symbolsOf(channels), timedStatus$, scheduler), map(reduceSilence)),
          rejection$.pipe(map(({ channel, error }) => reduceAlert(rejectionAlert(channel, error)))),
        )
      }),
    ),
  )
