/**
 * The REST answers that peers ask for before they connect: the time, and which symbols there are.
 */

export function rest(request, response, streams) {
  const { pathname } = new URL(request.url, 'http://feed')
  const answers = {
    '/api/v3/ping': () => ({}),
    '/api/v3/time': () => ({ serverTime: Date.now() }),
    '/api/v3/exchangeInfo': () => exchangeInfo(streams),
  }
  const answer = answers[pathname]
  response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' })
  response.end(JSON.stringify(answer?.() ?? { code: -1, msg: `nothing at ${pathname}` }))
}

function exchangeInfo(streams) {
  const names = new Set([...streams].map(stream => stream.slice(0, stream.indexOf('@')).toUpperCase()))
  return {
    timezone: 'UTC',
    serverTime: Date.now(),
    rateLimits: [],
    exchangeFilters: [],
    symbols: [...names].map(symbol => ({
      symbol,
      status: 'TRADING',
      baseAsset: symbol.slice(0, -4),
      baseAssetPrecision: 8,
      quoteAsset: symbol.slice(-4),
      quotePrecision: 8,
      quoteAssetPrecision: 8,
      orderTypes: ['LIMIT', 'MARKET'],
      isSpotTradingAllowed: true,
      isMarginTradingAllowed: false,
      filters: [
        {
          filterType: 'PRICE_FILTER',
          minPrice: '0.00000100',
          maxPrice: '1000000.00000000',
          tickSize: '0.00000100',
        },
        { filterType: 'LOT_SIZE', minQty: '0.00001000', maxQty: '9000.00000000', stepSize: '0.00001000' },
      ],
      permissions: ['SPOT'],
      permissionSets: [['SPOT']],
    })),
  }
}
