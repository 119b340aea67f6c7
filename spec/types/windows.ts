/**
 * Types of the windows and their aggregates: correct uses compile, wrong ones do not. Checked by
 * `npm run typecheck`; never run.
 */
import { asyncScheduler, map, type Observable, Subject } from 'rxjs'
import type { BookTicker, Market, Ticker, Trade } from '../../src/index.js'
import {
  type Aggregate,
  combine,
  count,
  ema,
  first,
  type Keyed,
  type KeyedWindowValue,
  last,
  max,
  mean,
  movingWindow,
  ohlcv,
  type Ohlcv,
  quantile,
  sum,
  tumblingWindow,
  variance,
  vwap,
  type WindowValue,
} from '../../src/operators/index.js'

declare const market: Market
const ticker$ = market.ticker$(['BTCUSDT', 'ETHUSDT'])
const trade$ = market.trade$('BTCUSDT')
const quote$ = market.bookTicker$('BTCUSDT')

// Events, keys and values are inferred: no annotation on the right of any line.
export const means$: Observable<Keyed<string, number>> = ticker$.pipe(
  movingWindow(
    { span: 60_000, by: t => t.symbol },
    mean(t => t.price),
  ),
)
export const plain$: Observable<number> = trade$.pipe(movingWindow({ count: 100 }, vwap()))
export const counted$: Observable<number> = trade$.pipe(movingWindow({ span: 1_000, time: 'event' }, count()))
export const newest$: Observable<Ticker> = ticker$.pipe(movingWindow({ span: 1_000, time: 'event' }, last()))
export const opening$: Observable<boolean> = trade$.pipe(
  movingWindow(
    { count: 3 },
    first(t => t.isBuyerMaker),
  ),
)
export const byOurClock$: Observable<number> = quote$.pipe(
  movingWindow(
    { span: 1_000, time: q => q.receivedAt },
    quantile(0.5, q => q.askPrice - q.bidPrice),
  ),
)
export const inVirtualTime$: Observable<number> = quote$.pipe(
  movingWindow(
    { span: 1_000, scheduler: asyncScheduler },
    variance(q => q.bidPrice, { sample: true }),
  ),
)
export const several$: Observable<
  Keyed<string, { fast: number; n: number; top: number; inner: { at: string; event: Ticker } }>
> = ticker$.pipe(
  movingWindow(
    { span: 60_000, time: 'event', by: t => t.symbol },
    combine({
      fast: ema(t => t.price, { span: 12 }),
      n: count(),
      top: max(t => t.price),
      inner: combine({ at: last(t => t.symbol), event: last() }),
    }),
  ),
)
export const candles$: Observable<WindowValue<Ohlcv>> = trade$.pipe(
  tumblingWindow({ span: 60_000, time: 'event', lateness: 500 }, ohlcv()),
)
// `first()` and `last()` infer the event's type from the pipe, not `unknown` from the expected
// result.
export const whole$: Observable<number> = trade$.pipe(
  movingWindow({ count: 3 }, combine({ first: first(), last: last(), n: count() })),
  map(({ first, last, n }) => (last.price - first.price) / n),
)
const late$ = new Subject<Trade>()
export const perSymbol$: Observable<KeyedWindowValue<string, number>> = trade$.pipe(
  tumblingWindow(
    { span: 60_000, by: t => t.symbol, time: t => t.tradeTime, onLate: t => late$.next(t) },
    sum(t => t.quantity),
  ),
)
export const chained$: Observable<string> = trade$.pipe(
  tumblingWindow({ span: 60_000, by: t => t.symbol }, combine({ low: mean(t => t.price) })),
  map(({ key, start, value }) => `${key} ${start} ${value.low.toFixed(2)}`),
)

// Without a pipe, the type of the events follows from the parts.
export const alone: Aggregate<Trade, { worth: number; n: number }> = combine({
  worth: sum((t: Trade) => t.price * t.quantity),
  n: count<Trade>(),
})

// An aggregate can be reused in any window with matching events, and in no other.
declare const ofTrades: Aggregate<Trade, number>
declare const ofAnything: Aggregate<{ readonly receivedAt: number }, number>
export const fits$: Observable<number> = trade$.pipe(movingWindow({ count: 1 }, ofTrades))
export const wider: Aggregate<BookTicker, number> = ofAnything
// @ts-expect-error it reads trades, and quotes are none
export const wrong: Aggregate<BookTicker, number> = ofTrades
// @ts-expect-error it reads trades, and quotes are none
quote$.pipe(movingWindow({ count: 1 }, ofTrades))
// @ts-expect-error a ticker has no quantity to weigh with: specify one
ticker$.pipe(movingWindow({ count: 1 }, vwap()))
// @ts-expect-error a quote has no price for a candle: specify one
quote$.pipe(tumblingWindow({ span: 1_000 }, ohlcv()))
// @ts-expect-error a symbol cannot be averaged
mean((t: Ticker) => t.symbol)
// @ts-expect-error no selector
mean()

// How long is a moving window?
// @ts-expect-error neither a span nor a count
trade$.pipe(movingWindow({}, count()))
// @ts-expect-error a span or a count, not both
trade$.pipe(movingWindow({ span: 1_000, count: 5 }, count()))
// @ts-expect-error a count asks no clock
trade$.pipe(movingWindow({ count: 5, time: 'event' }, count()))
// @ts-expect-error a count asks no clock
trade$.pipe(movingWindow({ count: 5, scheduler: asyncScheduler }, count()))

// No clock given.
// @ts-expect-error a quote carries no eventTime: read another with a function
quote$.pipe(movingWindow({ span: 1_000, time: 'event' }, count()))
// @ts-expect-error a quote carries no eventTime: read another with a function
quote$.pipe(tumblingWindow({ span: 1_000, time: 'event' }, count()))
// @ts-expect-error no such clock
trade$.pipe(movingWindow({ span: 1_000, time: 'local' }, count()))
// @ts-expect-error the time of events asks no scheduler
trade$.pipe(movingWindow({ span: 1_000, time: 'event', scheduler: asyncScheduler }, count()))
// @ts-expect-error the time of events asks no scheduler
trade$.pipe(tumblingWindow({ span: 1_000, time: 'event', scheduler: asyncScheduler }, count()))
// @ts-expect-error nothing is late by arrival
trade$.pipe(tumblingWindow({ span: 1_000, lateness: 5 }, count()))
// @ts-expect-error nothing is late by arrival
trade$.pipe(tumblingWindow({ span: 1_000, time: 'arrival', onLate: () => undefined }, count()))
// @ts-expect-error a moving window has no late events
trade$.pipe(movingWindow({ span: 1_000, time: 'event', lateness: 5 }, count()))
// @ts-expect-error a tumbling window is a span of time
trade$.pipe(tumblingWindow({ count: 5 }, count()))

// How fast does an exponential mean fade?
// @ts-expect-error neither a span nor an alpha
ema((t: Trade) => t.price, {})
// @ts-expect-error a span or an alpha, not both
ema((t: Trade) => t.price, { span: 12, alpha: 0.1 })
