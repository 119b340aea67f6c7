/**
 * The documented fields of every payload, written down independently of the client's codecs.
 *
 * Source: web-socket-streams.md, "Detailed Stream information".
 */

/** Any object of the wire, or of an event. */
export type Fields = Readonly<Record<string, unknown>>

/** The documented type of a value on the wire. */
export type Check = 'integer' | 'decimal' | 'decimal or null' | 'string' | 'boolean' | 'levels'
/** Wire name, required type, and the name in the event. */
export type Rows = readonly (readonly [key: string, check: Check, name: string])[]

const HEAD: Rows = [
  ['E', 'integer', 'eventTime'],
  ['s', 'string', 'symbol'],
]
const DEAL: Rows = [
  ['p', 'decimal', 'price'],
  ['q', 'decimal', 'quantity'],
  ['T', 'integer', 'tradeTime'],
  ['m', 'boolean', 'isBuyerMaker'],
]
const TOUCH: Rows = [
  ['b', 'decimal', 'bidPrice'],
  ['B', 'decimal', 'bidQuantity'],
  ['a', 'decimal', 'askPrice'],
  ['A', 'decimal', 'askQuantity'],
]
const RANGE: Rows = [
  ['c', 'decimal', 'price'],
  ['o', 'decimal', 'openPrice'],
  ['h', 'decimal', 'highPrice'],
  ['l', 'decimal', 'lowPrice'],
  ['v', 'decimal', 'volume'],
  ['q', 'decimal', 'quoteVolume'],
]
const CHANGE: Rows = [
  ['p', 'decimal', 'priceChange'],
  ['P', 'decimal', 'priceChangePercent'],
  ['w', 'decimal', 'weightedAveragePrice'],
  ['O', 'integer', 'openTime'],
  ['C', 'integer', 'closeTime'],
  ['F', 'integer', 'firstTradeId'],
  ['L', 'integer', 'lastTradeId'],
  ['n', 'integer', 'tradeCount'],
]
const CANDLE: Rows = [
  ['t', 'integer', 'openTime'],
  ['T', 'integer', 'closeTime'],
  ['f', 'integer', 'firstTradeId'],
  ['L', 'integer', 'lastTradeId'],
  ['o', 'decimal', 'openPrice'],
  ['c', 'decimal', 'closePrice'],
  ['h', 'decimal', 'highPrice'],
  ['l', 'decimal', 'lowPrice'],
  ['v', 'decimal', 'volume'],
  ['q', 'decimal', 'quoteVolume'],
  ['V', 'decimal', 'takerBuyVolume'],
  ['Q', 'decimal', 'takerBuyQuoteVolume'],
  ['n', 'integer', 'tradeCount'],
  ['x', 'boolean', 'isClosed'],
]

interface Payload {
  /** The value of `e`; absent where the payload has none. */
  readonly e?: string
  readonly rows: Rows
  /** Fields of a kline's `k`, which also has the symbol and the interval. */
  readonly k?: Rows
}

export const payloads: Readonly<Record<string, Payload>> = {
  trade: { e: 'trade', rows: [...HEAD, ['t', 'integer', 'tradeId'], ...DEAL] },
  blockTrade: { e: 'blockTrade', rows: [...HEAD, ['t', 'integer', 'tradeId'], ...DEAL] },
  aggTrade: {
    e: 'aggTrade',
    rows: [
      ...HEAD,
      ['a', 'integer', 'aggregateTradeId'],
      ['f', 'integer', 'firstTradeId'],
      ['l', 'integer', 'lastTradeId'],
      ...DEAL,
    ],
  },
  kline: { e: 'kline', rows: HEAD, k: CANDLE },
  miniTicker: { e: '24hrMiniTicker', rows: [...HEAD, ...RANGE] },
  ticker: {
    e: '24hrTicker',
    rows: [
      ...HEAD,
      ...RANGE,
      ...CHANGE,
      ...TOUCH,
      ['x', 'decimal', 'previousClosePrice'],
      ['Q', 'decimal', 'lastQuantity'],
    ],
  },
  rollingTicker: { rows: [...HEAD, ...RANGE, ...CHANGE] },
  bookTicker: { rows: [['u', 'integer', 'updateId'], ['s', 'string', 'symbol'], ...TOUCH] },
  avgPrice: {
    e: 'avgPrice',
    rows: [
      ...HEAD,
      ['i', 'string', 'interval'],
      ['w', 'decimal', 'averagePrice'],
      ['T', 'integer', 'lastTradeTime'],
    ],
  },
  referencePrice: {
    e: 'referencePrice',
    rows: [
      ['s', 'string', 'symbol'],
      ['r', 'decimal or null', 'referencePrice'],
      ['t', 'integer', 'validAt'],
    ],
  },
  depth: {
    rows: [
      ['lastUpdateId', 'integer', 'lastUpdateId'],
      ['bids', 'levels', 'bids'],
      ['asks', 'levels', 'asks'],
    ],
  },
  depthDiff: {
    e: 'depthUpdate',
    rows: [
      ...HEAD,
      ['U', 'integer', 'firstUpdateId'],
      ['u', 'integer', 'lastUpdateId'],
      ['b', 'levels', 'bids'],
      ['a', 'levels', 'asks'],
    ],
  },
}
