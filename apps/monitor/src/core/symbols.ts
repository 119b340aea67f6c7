/** Symbols: the quote of each, and what of it is worth an alert. */
import { filter, map, merge, type OperatorFunction, scan, share, withLatestFrom } from 'rxjs'
import { onlyClosed, perSymbol } from 'rxmarket/operators'
import { moves } from './moves.js'
import { klineNews } from './news.js'
import { placeAlert, placeQuote, type Placing } from './place.js'
import { basisOf, type SymbolChannel, type SymbolEvent } from './plan.js'
import { emptyQuote, quoteAfter } from './quote.js'

/** What is watched is watched to the end, silent or not: no symbol is let go of. */
export const symbols = (channels: readonly SymbolChannel[]): OperatorFunction<SymbolEvent, Placing> =>
  perSymbol(
    event$ => {
      const start = emptyQuote(event$.key, basisOf(channels, event$.key))
      const quote$ = event$.pipe(scan(quoteAfter, start), share())
      const close$ = event$.pipe(
        filter(event => event.type === 'kline'),
        onlyClosed(),
        withLatestFrom(quote$),
      )
      return merge(
        quote$.pipe(map(placeQuote)),
        quote$.pipe(moves(), map(placeAlert)),
        close$.pipe(map(([kline, quote]) => placeAlert(klineNews(kline, quote)))),
      )
    },
    { idle: Infinity },
  )
