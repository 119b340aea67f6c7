/** `rxmarket/testing`: the kit with which strategies are tested. Needs no test runner. */

// Markets
export { marbleMarket, type MarketDiagrams, type MarketValues } from './marble-market.js'

// Events
export { aBookTicker, aDepth, aDepthDiff } from './makers/book.js'
export { aKline } from './makers/kline.js'
export { anAvgPrice, aReferencePrice } from './makers/price.js'
export {
  aMiniTicker,
  aRollingTicker,
  aTicker,
  someMiniTickers,
  someRollingTickers,
  type SomeMiniTickers,
  type SomeRollingTickers,
} from './makers/ticker.js'
export { aBlockTrade, anAggTrade, aTrade } from './makers/trade.js'

// Time
export { VirtualScheduler } from '../clock/virtual-scheduler.js'
