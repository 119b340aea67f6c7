/**
 * Types of a market's options, channels and feeds: correct uses compile, wrong ones do not. Checked
 * by `npm run types`; never run.
 */
import { EMPTY, type Observable } from 'rxjs'
import {
  binance,
  type BinanceOptions,
  createMarket,
  type Feed,
  type LiveOptions,
  type Market,
  type NumericBinanceOptions,
  type RawFrame,
  type Trade,
} from '../../src/index.js'

export const doubles: Market = binance()
export const bare: Market<number> = binance({
  reconnect: true,
  compression: true,
  linger: 0,
  maxFrameBytes: 1024,
})
export const strings: Market<string> = binance({ numeric: String })
export const bigints: Market<bigint> = binance({ numeric: text => BigInt(text), reconnect: false })

// Options that carry `numeric` decide the type of the market, in a variable too.
const carriesString = { url: 'wss://localhost', numeric: String }
export const fromVariable: Market<string> = binance(carriesString)
// @ts-expect-error a market of strings
export const wrongMarket: Market<number> = binance(carriesString)
// @ts-expect-error a type that has no numeric would lose it
export const lostInLive: LiveOptions = carriesString
// @ts-expect-error a type that has no numeric would lose it
export const lostInBinance: BinanceOptions = carriesString
declare const perhaps: { numeric?: (text: string) => string }
// @ts-expect-error a market of numbers or of strings
binance(perhaps)
declare const numericOptions: NumericBinanceOptions<string>
export const fromOptions: Market<string> = binance(numericOptions)
// @ts-expect-error a market of strings
export const wrongOptions: Market<number> = binance(numericOptions)
declare const liveOptions: LiveOptions
export const fromLive: Market<number> = binance(liveOptions)
export const extended: Market<string> = binance({ ...liveOptions, numeric: String })

// @ts-expect-error no such option
binance({ ulr: 'wss://localhost' })
// @ts-expect-error not an object
binance('wss://localhost')
// @ts-expect-error no such option of the pool
binance({ pool: { size: 5 } })
// @ts-expect-error not a number
binance({ heartbeatInterval: '30000' })
// @ts-expect-error null is not the default
binance({ reconnect: null })

// @ts-expect-error options are an object
doubles.depth$('BTCUSDT', 20)
// @ts-expect-error no such option
doubles.depth$('BTCUSDT', { level: 5 })
// @ts-expect-error no such number of levels
doubles.depth$('BTCUSDT', { levels: 50 })
// @ts-expect-error several symbols are an array
doubles.ticker$('BTCUSDT', 'ETHUSDT')
// @ts-expect-error no such kind
doubles.channel$({ kind: 'trades', symbol: 'BTCUSDT' })
export const trade$: Observable<Trade<string>> = strings.channel$({ kind: 'trade', symbol: 'BTCUSDT' })
export const frames$: Observable<RawFrame> = doubles.frames$

// A feed needs no frames$, so that feeds of earlier versions compile.
const feed: Feed = {
  channel$: () => EMPTY,
  connection$: EMPTY,
  errors$: EMPTY,
  events$: EMPTY,
  close: () => Promise.resolve(),
}
export const custom: Market = createMarket(feed)
export const recorded: Market = createMarket({ ...feed, frames$: EMPTY })
