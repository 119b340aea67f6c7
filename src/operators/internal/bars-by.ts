/** Bars that are closed by the trade that fills them: what tick, volume and value bars have in common. */
import { concat, defer, filter, map, type OperatorFunction } from 'rxjs'
import { addTrade, type Bar, type BarTrade, openBar, type RunningBar } from './bar.js'

/** Ten times 0.1 is a little less than 1: so much of a measure may be missing. */
const ROUNDING = 1e-12

/** Bars of each symbol, of which each is closed as soon as its `measure` is at least `size`. */
export function barsBy<T extends BarTrade>(
  size: number,
  measure: (bar: Bar) => number,
): OperatorFunction<T, Bar> {
  const enough = size * (1 - ROUNDING)
  return source =>
    defer(() => {
      const open = new Map<string, RunningBar>()
      const closed$ = source.pipe(
        map((trade): Bar | undefined => {
          let bar = open.get(trade.symbol)
          if (bar === undefined) open.set(trade.symbol, (bar = openBar(trade)))
          else addTrade(bar, trade)
          if (measure(bar) < enough) return undefined
          open.delete(trade.symbol)
          bar.isClosed = true
          return bar
        }),
        filter(bar => bar !== undefined),
      )
      return concat(
        closed$,
        defer(() => open.values()),
      )
    })
}
