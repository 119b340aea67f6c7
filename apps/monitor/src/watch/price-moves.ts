/** Detects when the change of a symbol's price crosses a threshold. */
import {
  connect,
  distinctUntilKeyChanged,
  filter,
  map,
  merge,
  type OperatorFunction,
  startWith,
  withLatestFrom,
} from 'rxjs'
import { crossing, type Crossing } from 'rxmarket/operators'
import { type AlertInput } from '../state/alert.js'
import { moveAlert } from '../state/alert-inputs.js'
import { changeOf, type Quote } from '../state/quote.js'

/** Alert threshold for a change, in percent. */
const THRESHOLD = 3
/** The change must return below this before the next alert, so that one that wavers alerts once. */
const RESET_THRESHOLD = 2.5

/** Emits an alert for each crossing, given the quotes of one symbol. The change starts from 0. */
export const priceMoves = (): OperatorFunction<Quote, AlertInput> =>
  connect(quote$ => {
    const rise$ = quote$.pipe(
      map(changeOf),
      filter(change => change !== undefined),
      startWith(0),
    )
    const fall$ = rise$.pipe(map(change => -change))
    return merge(rise$.pipe(rising()), fall$.pipe(rising())).pipe(
      withLatestFrom(quote$),
      map(([, quote]) => moveAlert(quote)),
    )
  })

/** Emits when a number rises above the threshold, again only after it fell below the reset one. */
const rising = (): OperatorFunction<number, Crossing> =>
  connect(change$ =>
    merge(
      change$.pipe(
        crossing(RESET_THRESHOLD),
        filter(({ direction }) => direction === 'down'),
      ),
      change$.pipe(
        crossing(THRESHOLD),
        filter(({ direction }) => direction === 'up'),
      ),
    ).pipe(
      distinctUntilKeyChanged('direction'),
      filter(({ direction }) => direction === 'up'),
    ),
  )
