/** Turns the events of each symbol into its quote and its alerts. */
import { filter, map, merge, type OperatorFunction, scan, share, withLatestFrom } from 'rxjs'
import { onlyClosed, perSymbol } from 'rxmarket/operators'
import { priceMoves } from './price-moves.js'
import { klineAlert } from '../state/alert-inputs.js'
import { reduceAlert, reduceQuote, type Reducer } from '../state/reducers.js'
import { basisOf } from '../state/basis.js'
import { type SymbolChannel, type SymbolEvent } from '../state/channels.js'
import { emptyQuote, quoteAfter } from '../state/quote.js'

/** Keeps the state of every symbol until the end, however long it is silent. */
export const symbolUpdates = (channels: readonly SymbolChannel[]): OperatorFunction<SymbolEvent, Reducer> =>
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
        quote$.pipe(map(reduceQuote)),
        quote$.pipe(priceMoves(), map(reduceAlert)),
        close$.pipe(map(([kline, quote]) => reduceAlert(klineAlert(kline, quote)))),
      )
    },
    { idle: Infinity },
  )
