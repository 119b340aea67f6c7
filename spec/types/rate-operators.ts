/**
 * Types of the operators for bursts and slow consumers: correct uses compile, wrong ones do not.
 * Checked by `npm run typecheck`; never run.
 */
import type { Observable } from 'rxjs'
import type { Market, Ticker, Trade } from '../../src/index.js'
import { batch, bounded, conflate, type Keyed, toAsyncIterable } from '../../src/operators/index.js'

declare const market: Market
const trade$ = market.trade$('BTCUSDT')
const ticker$ = market.ticker$(['BTCUSDT', 'ETHUSDT'])
const save = (event: Trade | Ticker): Promise<string> => Promise.resolve(event.symbol)

export const arrays$: Observable<Trade[]> = trade$.pipe(batch({ size: 10, timeout: 1_000 }))
export const keyed$: Observable<Keyed<string, Trade[]>> = trade$.pipe(
  batch({ timeout: 1_000, by: trade => trade.symbol }),
)
// @ts-expect-error a batch has a size, a timeout or both
trade$.pipe(batch({}))
// @ts-expect-error a key alone is no limit
trade$.pipe(batch({ by: trade => trade.symbol }))
// @ts-expect-error trades have no such field
trade$.pipe(batch({ size: 1, by: (trade: { name: string }) => trade.name }))

export const latest$: Observable<Ticker> = ticker$.pipe(conflate({ by: ticker => ticker.symbol }))
// @ts-expect-error no key to take the latest of a key is needed
ticker$.pipe(conflate({ every: 250 }))

export const saved$: Observable<string> = trade$.pipe(
  bounded({ capacity: 10, overflow: 'drop-oldest', onDrop: (trade, total) => trade.price * total }, save),
)
export const savedLatest$: Observable<string> = ticker$.pipe(
  bounded({ overflow: 'latest', by: ticker => ticker.symbol, concurrency: 4 }, save),
)
// @ts-expect-error a line has a capacity
trade$.pipe(bounded({ overflow: 'drop-newest' }, save))
// @ts-expect-error and a rule for when it is full
trade$.pipe(bounded({ capacity: 10 }, save))
// @ts-expect-error no such rule
trade$.pipe(bounded({ capacity: 10, overflow: 'drop-all' }, save))
// @ts-expect-error only the latest is kept by key
trade$.pipe(bounded({ capacity: 10, overflow: 'drop-oldest', by: (trade: Trade) => trade.symbol }, save))
// @ts-expect-error nothing is dropped where overflow is an error
trade$.pipe(bounded({ capacity: 10, overflow: 'error', onDrop: () => undefined }, save))
// @ts-expect-error the work function is missing
trade$.pipe(bounded({ capacity: 10, overflow: 'error' }))

export const iterable: AsyncIterable<Ticker> = toAsyncIterable(ticker$, {
  overflow: 'latest',
  by: t => t.symbol,
})
// @ts-expect-error how many may wait is not guessed
toAsyncIterable(ticker$)
// @ts-expect-error a line has a capacity
toAsyncIterable(ticker$, { overflow: 'drop-oldest' })
