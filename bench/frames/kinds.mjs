/** The kinds of stream that are measured: the name on the wire, and our channel of it. */

const of = suffix => symbol => `${symbol.toLowerCase()}@${suffix}`

/** By kind: `stream`, the wire name for a symbol, and `channel`, ours for it. */
export const kinds = {
  trade: { stream: of('trade'), channel: symbol => ({ kind: 'trade', symbol }) },
  aggTrade: { stream: of('aggTrade'), channel: symbol => ({ kind: 'aggTrade', symbol }) },
  bookTicker: { stream: of('bookTicker'), channel: symbol => ({ kind: 'bookTicker', symbol }) },
  ticker: { stream: of('ticker'), channel: symbol => ({ kind: 'ticker', symbol }) },
  miniTicker: { stream: of('miniTicker'), channel: symbol => ({ kind: 'miniTicker', symbol }) },
  kline: {
    stream: of('kline_1m'),
    channel: symbol => ({ kind: 'kline', symbol, freq: '1m', timeZone: '+00:00' }),
  },
  avgPrice: { stream: of('avgPrice'), channel: symbol => ({ kind: 'avgPrice', symbol }) },
  depth: {
    stream: of('depth20@100ms'),
    channel: symbol => ({ kind: 'depth', symbol, levels: 20, speed: 100 }),
  },
  depthDiff: { stream: of('depth@100ms'), channel: symbol => ({ kind: 'depthDiff', symbol, speed: 100 }) },
}

const LISTED = 'BTCUSDT ETHUSDT BNBUSDT SOLUSDT XRPUSDT DOGEUSDT ADAUSDT TRXUSDT LINKUSDT AVAXUSDT'.split(' ')

/** So many symbols: well-known ones first, then made ones. */
export const symbols = count =>
  Array.from({ length: count }, (_, index) => LISTED[index] ?? `SYM${String(index).padStart(4, '0')}USDT`)
