/**
 * `referencePrice` and its calculation. Source: rest-api.md, Query Reference Price and Query
 * Reference Price Calculation.
 */
import { decimal } from '../decimal.js'
import { SECOND } from '../durations.js'
import { REFERENCE_BUCKETS } from '../market/statistics.js'
import { instrumentOf, type Route } from './route.js'

export const referencePrice: Route = {
  parameters: ['symbol'],
  weight: () => 2,
  respond(context) {
    const instrument = instrumentOf(context)
    const { symbol, tick } = instrument.spec
    return JSON.stringify({
      symbol,
      referencePrice: decimal(instrument.referencePrice(), tick),
      timestamp: instrument.lastTradeTime * context.unit,
    })
  },
}

export const referencePriceCalculation: Route = {
  parameters: ['symbol', 'symbolStatus'],
  weight: () => 2,
  respond: context =>
    JSON.stringify({
      symbol: instrumentOf(context).spec.symbol,
      calculationType: 'ARITHMETIC_MEAN',
      bucketCount: REFERENCE_BUCKETS,
      bucketWidthMs: SECOND,
    }),
}
