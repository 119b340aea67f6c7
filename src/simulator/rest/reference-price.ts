/** `referencePrice` and how it is made. Source: rest-api.md, Query Reference Price and Query Reference Price Calculation. */
import { decimal } from '../decimal.js'
import { SECOND } from '../intervals.js'
import { REFERENCE_BUCKETS } from '../statistics.js'
import { instrumentOf, type Route } from './route.js'

export const referencePrice: Route = {
  parameters: ['symbol'],
  weight: () => 2,
  answer(question) {
    const instrument = instrumentOf(question)
    const { symbol, tick } = instrument.listing
    return JSON.stringify({
      symbol,
      referencePrice: decimal(instrument.referencePrice(), tick),
      timestamp: instrument.lastTradeTime * question.unit,
    })
  },
}

export const referencePriceCalculation: Route = {
  parameters: ['symbol', 'symbolStatus'],
  weight: () => 2,
  answer: question =>
    JSON.stringify({
      symbol: instrumentOf(question).listing.symbol,
      calculationType: 'ARITHMETIC_MEAN',
      bucketCount: REFERENCE_BUCKETS,
      bucketWidthMs: SECOND,
    }),
}
