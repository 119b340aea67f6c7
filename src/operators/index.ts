/** `rxmarket/operators`: pipeable operators for market data. */

// Bursts and slow consumers
export { batch, type BatchLimits, type BatchOptions } from './batch.js'
export { bounded, type BoundedOptions } from './bounded.js'
export { conflate, type ConflateOptions } from './conflate.js'
export { toAsyncIterable } from './to-async-iterable.js'
export type { WaitingOptions } from './internal/bounded-queue.js'

// Filters
export { changedBy, type ChangedByOptions, type Move } from './changed-by.js'
export { crossing, type Crossing, type EventCrossing } from './crossing.js'
export { onlyClosed } from './only-closed.js'
export { whereChangeAbove } from './where-change-above.js'
export { whereVolumeAbove } from './where-volume-above.js'

// Pipelines and indicators
export { indicate, type Indicator } from './indicate.js'
export { perSymbol, type PerSymbolOptions } from './per-symbol.js'

// Bars from trades
export type { AnyTrade, Bar, BarTrade } from './internal/bars/bar.js'
export type { AnyBarOptions, BarOptions } from './internal/bars/bar-options.js'
export { tickBars } from './tick-bars.js'
export type { TradeKline } from './internal/bars/open-klines.js'
export { toKlines, type KlineTrade, type ToKlinesOptions } from './to-klines.js'
export { valueBars } from './value-bars.js'
export { volumeBars } from './volume-bars.js'

// Order books
export { depthLadder, type DepthLadderOptions, type Ladder, type LadderRow } from './depth-ladder.js'

// Order flow
export {
  imbalance,
  type AnyImbalanceOptions,
  type ImbalanceOptions,
  type QuantityQuote,
} from './imbalance.js'
export { midPrice } from './mid-price.js'
export type { AnyQuote, AnyQuoteOptions, Quote, QuoteMeasure, QuoteOptions } from './internal/quote.js'
export { spread, type SpreadOptions } from './spread.js'
export {
  tradeFlow,
  type AnyFlowTrade,
  type AnyTradeFlowOptions,
  type FlowTrade,
  type TradeFlow,
  type TradeFlowOptions,
} from './trade-flow.js'

// Windows
export {
  movingWindow,
  type KeyedMovingWindowConfig,
  type KeyedMarkedValue,
  type KeyedMovingWindowOptions,
  type MovingWindowConfig,
  type MovingWindowOptions,
} from './moving-window.js'
export {
  tumblingWindow,
  type KeyedTumblingWindowConfig,
  type KeyedTumblingWindowOptions,
  type TumblingWindowConfig,
  type TumblingWindowOptions,
} from './tumbling-window.js'
export type { KeyedWindowValue, WindowValue } from './internal/open-windows.js'
export type { EventTime } from './internal/window-time.js'
export type { OnGap, OnGapOption } from './internal/gaps/on-gap.js'
export type { MarkedValue } from './internal/gaps/spans-gap.js'

// Aggregates of windows
export type {
  Accumulator,
  Aggregate,
  BufferedAccumulator,
  GivenAccumulator,
  InvertibleAccumulator,
  Keyed,
  RememberingAccumulator,
} from './internal/aggregate.js'
export { combine } from './aggregates/combine.js'
export { count } from './aggregates/count.js'
export { ema, type EmaOptions } from './aggregates/ema.js'
export { first } from './aggregates/first.js'
export { last } from './aggregates/last.js'
export { max } from './aggregates/max.js'
export { mean } from './aggregates/mean.js'
export { min } from './aggregates/min.js'
export { ohlcv, type Ohlcv } from './aggregates/ohlcv.js'
export { quantile } from './aggregates/quantile.js'
export { stdev } from './aggregates/stdev.js'
export { sum } from './aggregates/sum.js'
export { variance, type VarianceOptions } from './aggregates/variance.js'
export { vwap, type Deal } from './aggregates/vwap.js'
