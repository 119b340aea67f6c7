/**
 * Detects symbols without events: an exchange acknowledges the streams of a symbol that it does not
 * list and then sends nothing.
 */
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
import { CliError } from '../cli-error.js'
import { type SymbolEvent } from '../state/channels.js'

/**
 * Time for the first event once the streams are live, ms. A listed symbol's ticker comes every
 * second.
 */
export const SILENCE_TIMEOUT = 10_000

/**
 * Emits each symbol without events at the timeout. The source must be hot. Errors with a
 * {@link CliError} when no symbol had any: there is nothing to watch.
 */
export const silentSymbols =
  (
    symbols: readonly string[],
    status$: Observable<ConnectionStatus>,
    scheduler: SchedulerLike,
  ): OperatorFunction<SymbolEvent, string> =>
  event$ => {
    const over$ = status$.pipe(
      filter(({ type }) => type === 'live'),
      take(1),
      delay(SILENCE_TIMEOUT, scheduler),
    )
    const ifSilent$ = (wanted: string) =>
      over$.pipe(
        map(() => wanted),
        takeUntil(event$.pipe(filter(({ symbol }) => symbol === wanted))),
      )
    return merge(...symbols.map(ifSilent$)).pipe(
      toArray(),
      concatMap(silent => {
        if (silent.length > 0 && silent.length === symbols.length)
          throw new CliError(noEventsMessage(symbols))
        return silent
      }),
    )
  }

const noEventsMessage = (symbols: readonly string[]): string =>
  `no events for ${symbols.join(', ')}, though the streams are open; check that this exchange lists ${symbols.length === 1 ? 'it' : 'them'}`
