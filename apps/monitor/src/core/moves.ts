/** Moves: a symbol's change that has just gone beyond the threshold. */
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
import { type News } from './alert.js'
import { moveNews } from './news.js'
import { changeOf, type Quote } from './quote.js'

/** A change beyond this is told, in percent: the seed's 3 %. */
const THRESHOLD = 3
/** How far a change must come back before it can be told again, so that a wavering one is told once. */
const REARM = 2.5

/** Tells of the quotes of one symbol. The first counts too: the change is taken to come from 0. */
export const moves = (): OperatorFunction<Quote, News> =>
  connect(quote$ => {
    const rise$ = quote$.pipe(
      map(changeOf),
      filter(change => change !== undefined),
      startWith(0),
    )
    const fall$ = rise$.pipe(map(change => -change))
    return merge(rise$.pipe(goBeyond()), fall$.pipe(goBeyond())).pipe(
      withLatestFrom(quote$),
      map(([, quote]) => moveNews(quote)),
    )
  })

/** Emits when a number rises above the threshold, and again only after it has come back. */
const goBeyond = (): OperatorFunction<number, Crossing> =>
  connect(change$ =>
    merge(
      change$.pipe(
        crossing(REARM),
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
