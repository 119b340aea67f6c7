/**
 * Bars that are closed by the trade that fills them: what tick, volume and value bars have in
 * common.
 */
import { concat, defer, filter, from, map, type OperatorFunction } from 'rxjs'
import type { Gap } from '../../../model/gap.js'
import { isGapItem, symbolOf } from '../gaps/on-gap.js'
import { type AnyTrade, type Bar, firstIdOf, lastIdOf, RunningBar } from './bar.js'
import { type BarOptions, priceOf, quantityOf } from './bar-options.js'
import { CountedTrades } from './counted-trades.js'

/** The bars of one symbol. */
interface SymbolBars {
  readonly counted: CountedTrades
  bar: RunningBar | undefined
  /** The last bar that was closed. */
  closed: RunningBar | undefined
  late: number
}

/** Bars of each symbol, closed as soon as they are full. */
export function barsBy<T extends AnyTrade>(
  isFull: (bar: RunningBar) => boolean,
  { price = priceOf, quantity = quantityOf, onLate, onGap = 'ignore' }: BarOptions<T>,
): OperatorFunction<T | Gap, Bar> {
  return source =>
    defer(() => {
      const symbols = new Map<string, SymbolBars>()

      const add = (trade: T | Gap): Bar | undefined => {
        if (isGapItem(trade)) return interrupt(trade)
        let state = symbols.get(trade.symbol)
        if (state === undefined) {
          state = { counted: new CountedTrades(), bar: undefined, closed: undefined, late: 0 }
          symbols.set(trade.symbol, state)
        }
        const first = firstIdOf(trade)
        const last = lastIdOf(trade)
        const novelty = state.counted.add(trade, first, last)
        if (novelty === 'known') return undefined
        if (novelty === 'unclear' || isBefore(trade, state.closed)) {
          state.late++
          onLate?.(trade)
          return undefined
        }
        const bar = (state.bar ??= new RunningBar(trade.symbol, state.closed))
        bar.add(trade, first, last, price(trade), quantity(trade))
        return isFull(bar) ? close(state, bar) : undefined
      }

      /** The bar that a gap interrupts is discarded or marked. */
      const interrupt = (gap: Gap): undefined => {
        const state = symbols.get(symbolOf(gap) ?? '')
        if (onGap === 'ignore' || state?.bar === undefined) return
        if (onGap === 'reset') state.bar = undefined
        else state.bar.isPartial = true
      }

      const toBar = (bar: RunningBar, isClosed: boolean, late: number): Bar => ({
        ...bar.toBar(isClosed, late),
        ...(onGap === 'mark' && { isPartial: bar.isPartial }),
      })

      const close = (state: SymbolBars, bar: RunningBar): Bar => {
        const value = toBar(bar, true, state.late)
        state.closed = bar
        state.bar = undefined
        state.late = 0
        return value
      }

      return concat(
        source.pipe(
          map(add),
          filter(bar => bar !== undefined),
        ),
        defer(() => from(symbols.values())).pipe(
          map(({ bar, late }) => bar && toBar(bar, false, late)),
          filter(bar => bar !== undefined),
        ),
      )
    })
}

/** Whether a trade belongs in a bar that is closed, or before it. */
function isBefore(trade: AnyTrade, closed: RunningBar | undefined): boolean {
  if (closed === undefined || trade.tradeTime > closed.closeTime) return false
  return trade.tradeTime < closed.closeTime || lastIdOf(trade) < closed.closeId
}
