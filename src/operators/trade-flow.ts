/** What takers buy, less what they sell. */
import { map, type OperatorFunction } from 'rxjs'
import type { Trade } from '../model/event.js'
import type { Keyed } from './internal/aggregate.js'

/** The volume of one trade, signed by its taker. */
export interface TradeFlow extends Keyed<string, number> {
  /** The symbol. */
  readonly key: string
  /** Above 0 when the taker bought, below 0 when it sold. */
  readonly value: number
  /** The trade's. */
  readonly eventTime: number
}

/** What the flow is measured in. */
export interface TradeFlowOptions {
  /** `'base'`: in the base asset. `'quote'`: in the quote asset. @default 'base' */
  readonly unit?: 'base' | 'quote'
}

/**
 * Emits the volume of each trade, positive when the taker bought and negative when it sold, with the symbol as the key.
 *
 * Its running sum is what traders call the cumulative volume delta; its sum over a window, the pressure of that window. Takes
 * `trade$` and `aggTrade$`, and gives the same sums for both. Completes and errors with its source.
 *
 * Gotcha: `isBuyerMaker` names who was resting, so `true` is a sale.
 *
 * ![Marble diagram](../../docs/diagrams/trade-flow.svg)
 *
 * ## Example
 * ```ts
 * import { binance } from 'rxmarket'
 * import { movingWindow, sum, tradeFlow } from 'rxmarket/operators'
 *
 * binance()
 *   .trade$(['BTCUSDT', 'ETHUSDT'])
 *   .pipe(
 *     tradeFlow({ unit: 'quote' }),
 *     movingWindow({ span: 60_000, by: flow => flow.key, time: 'event' }, sum(flow => flow.value)),
 *   )
 *   .subscribe(({ key, value }) => console.log(`${key}: takers bought ${value} more than they sold in the last minute`))
 * ```
 *
 * @param options the unit
 * @return A function that returns an Observable of the signed volumes.
 */
export function tradeFlow<
  T extends Pick<Trade, 'symbol' | 'price' | 'quantity' | 'isBuyerMaker' | 'eventTime'>,
>({ unit = 'base' }: TradeFlowOptions = {}): OperatorFunction<T, TradeFlow> {
  return map(({ symbol, price, quantity, isBuyerMaker, eventTime }) => {
    const volume = unit === 'base' ? quantity : price * quantity
    return { key: symbol, value: isBuyerMaker ? -volume : volume, eventTime }
  })
}
