/** The query kinds of Binance Spot, one line each. */
export { aggTrades } from './agg-trades.js'
export { depthSnapshot } from './depth-snapshot.js'
export { instruments } from './instruments.js'
export { klines } from './klines.js'
export { serverTime } from './server-time.js'
export { trades } from './trades.js'
