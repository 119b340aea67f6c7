/** `executionRules`. Source: rest-api.md, Query Execution Rules. */
import { badCombination } from './query.js'
import { countSymbols, listingsOf, type Route } from './route.js'

/** No symbol here has any: orders are the exchange's own, and keep near the price by themselves. */
export const executionRules: Route = {
  parameters: ['symbol', 'symbols', 'symbolStatus'],
  weight: query => Math.min(40, 2 * (countSymbols(query) ?? Infinity)),
  answer(question) {
    if (question.query.size > 1) throw badCombination()
    return JSON.stringify({
      symbolRules: listingsOf(question).map(({ symbol }) => ({ symbol, rules: [] })),
    })
  },
}
