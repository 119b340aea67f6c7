/** Silence: an exchange accepts a symbol that it does not list and then sends nothing, so somebody must say so. */
import { type ConnectionStatus } from 'rxmarket'
import {
  concatMap,
  delay,
  filter,
  map,
  merge,
  type Observable,
  type OperatorFunction,
  type SchedulerLike,
  take,
  takeUntil,
  toArray,
} from 'rxjs'
import { Failure } from './failure.js'
import { type SymbolEvent } from './plan.js'

/** How long a symbol may be silent once its streams are live, ms. Tickers of a listed one come every second. */
export const PATIENCE = 10_000

/**
 * Emits each symbol that had said nothing when the patience with it was over; the events are hot. Errors with a {@link Failure} when
 * none had said anything: there is nothing to watch.
 */
export const silence =
  (
    symbols: readonly string[],
    status$: Observable<ConnectionStatus>,
    scheduler: SchedulerLike,
  ): OperatorFunction<SymbolEvent, string> =>
  event$ => {
    const over$ = status$.pipe(
      filter(({ type }) => type === 'live'),
      take(1),
      delay(PATIENCE, scheduler),
    )
    const ifSilent$ = (wanted: string) =>
      over$.pipe(
        map(() => wanted),
        takeUntil(event$.pipe(filter(({ symbol }) => symbol === wanted))),
      )
    return merge(...symbols.map(ifSilent$)).pipe(
      toArray(),
      concatMap(silent => {
        if (silent.length > 0 && silent.length === symbols.length) throw new Failure(nothingCame(symbols))
        return silent
      }),
    )
  }

const nothingCame = (symbols: readonly string[]): string =>
  `nothing came for ${symbols.join(', ')}, though the streams are open; check that this exchange lists ${symbols.length === 1 ? 'it' : 'them'}`
