/** `executionRules`. Source: rest-api.md, Query Execution Rules. */
import { badCombination } from './query.js'
import { countSymbols, specsFor, type Route } from './route.js'

/** No symbol has rules: all orders are the exchange's own, and stay near the price. */
export const executionRules: Route = {
  parameters: ['symbol', 'symbols', 'symbolStatus'],
  weight: query => Math.min(40, 2 * (countSymbols(query) ?? Infinity)),
  respond(context) {
    if (context.query.size > 1) throw badCombination()
    return JSON.stringify({
      symbolRules: specsFor(context).map(({ symbol }) => ({ symbol, rules: [] })),
    })
  },
}
