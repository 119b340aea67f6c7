/** The table of REST routes. */
import { depth } from './depth.js'
import { exchangeInfo } from './exchange-info.js'
import { executionRules } from './execution-rules.js'
import { klines } from './klines.js'
import { referencePrice, referencePriceCalculation } from './reference-price.js'
import type { Route } from './route.js'
import { avgPrice, bookTicker, ticker24hr, tickerOfDay, tickerOfWindow, tickerPrice } from './tickers.js'
import { aggTrades, historicalBlockTrades, historicalTrades, trades } from './trades.js'

const ping: Route = { parameters: [], weight: () => 1, respond: () => '{}' }

const time: Route = {
  parameters: [],
  weight: () => 1,
  respond: ({ clock, unit }) => `{"serverTime":${clock * unit}}`,
}

/** By the path after `/api/v3/`. */
export const routes: ReadonlyMap<string, Route> = new Map([
  ['ping', ping],
  ['time', time],
  ['exchangeInfo', exchangeInfo],
  ['executionRules', executionRules],
  ['depth', depth],
  ['trades', trades],
  ['historicalTrades', historicalTrades],
  ['historicalBlockTrades', historicalBlockTrades],
  ['aggTrades', aggTrades],
  ['klines', klines],
  ['uiKlines', klines],
  ['avgPrice', avgPrice],
  ['ticker/24hr', ticker24hr],
  ['ticker/tradingDay', tickerOfDay],
  ['ticker', tickerOfWindow],
  ['ticker/price', tickerPrice],
  ['ticker/bookTicker', bookTicker],
  ['referencePrice', referencePrice],
  ['referencePrice/calculation', referencePriceCalculation],
])
