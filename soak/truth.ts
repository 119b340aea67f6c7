/**
 * What the exchange's frames mean, told a second time and naively: the fields of each payload by their documented names and types, and
 * what the event of a good one must say. Shares nothing with the client's codecs.
 *
 * Source: web-socket-streams.md, "Detailed Stream information".
 */

/** What a text on the wire is. */
export type Meaning =
  /** A payload of a stream, with the event that it makes; `undefined` when the payload is not what is documented. */
  | { readonly type: 'event'; readonly stream: string; readonly event: Fields | undefined }
  | { readonly type: 'reply'; readonly reply: Reply }
  /** No word of the exchange's. */
  | { readonly type: 'nonsense' }

export interface Reply {
  readonly id: number | undefined
  /** The streams listed, `null` for done, `undefined` for a refusal. */
  readonly result: readonly string[] | null | undefined
}

export type Fields = Readonly<Record<string, unknown>>
type Check = 'whole' | 'decimal' | 'decimal or null' | 'text' | 'boolean' | 'levels'
/** Wire name, what it must be, and its name in the event. */
type Rows = readonly (readonly [key: string, check: Check, name: string])[]

const HEAD: Rows = [
  ['E', 'whole', 'eventTime'],
  ['s', 'text', 'symbol'],
]
const DEAL: Rows = [
  ['p', 'decimal', 'price'],
  ['q', 'decimal', 'quantity'],
  ['T', 'whole', 'tradeTime'],
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
  ['O', 'whole', 'openTime'],
  ['C', 'whole', 'closeTime'],
  ['F', 'whole', 'firstTradeId'],
  ['L', 'whole', 'lastTradeId'],
  ['n', 'whole', 'tradeCount'],
]
const CANDLE: Rows = [
  ['t', 'whole', 'openTime'],
  ['T', 'whole', 'closeTime'],
  ['f', 'whole', 'firstTradeId'],
  ['L', 'whole', 'lastTradeId'],
  ['o', 'decimal', 'openPrice'],
  ['c', 'decimal', 'closePrice'],
  ['h', 'decimal', 'highPrice'],
  ['l', 'decimal', 'lowPrice'],
  ['v', 'decimal', 'volume'],
  ['q', 'decimal', 'quoteVolume'],
  ['V', 'decimal', 'takerBuyVolume'],
  ['Q', 'decimal', 'takerBuyQuoteVolume'],
  ['n', 'whole', 'tradeCount'],
  ['x', 'boolean', 'isClosed'],
]

interface Payload {
  /** What `e` must say; left out where the payload has none. */
  readonly e?: string
  readonly rows: Rows
  /** The rest of a kline stands in `k`, with the symbol and the interval as well. */
  readonly k?: Rows
}

const payloads: Readonly<Record<string, Payload>> = {
  trade: { e: 'trade', rows: [...HEAD, ['t', 'whole', 'tradeId'], ...DEAL] },
  blockTrade: { e: 'blockTrade', rows: [...HEAD, ['t', 'whole', 'tradeId'], ...DEAL] },
  aggTrade: {
    e: 'aggTrade',
    rows: [
      ...HEAD,
      ['a', 'whole', 'aggregateTradeId'],
      ['f', 'whole', 'firstTradeId'],
      ['l', 'whole', 'lastTradeId'],
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
  bookTicker: { rows: [['u', 'whole', 'updateId'], ['s', 'text', 'symbol'], ...TOUCH] },
  avgPrice: {
    e: 'avgPrice',
    rows: [
      ...HEAD,
      ['i', 'text', 'interval'],
      ['w', 'decimal', 'averagePrice'],
      ['T', 'whole', 'lastTradeTime'],
    ],
  },
  referencePrice: {
    e: 'referencePrice',
    rows: [
      ['s', 'text', 'symbol'],
      ['r', 'decimal or null', 'referencePrice'],
      ['t', 'whole', 'validAt'],
    ],
  },
  depth: {
    rows: [
      ['lastUpdateId', 'whole', 'lastUpdateId'],
      ['bids', 'levels', 'bids'],
      ['asks', 'levels', 'asks'],
    ],
  },
  depthDiff: {
    e: 'depthUpdate',
    rows: [
      ...HEAD,
      ['U', 'whole', 'firstUpdateId'],
      ['u', 'whole', 'lastUpdateId'],
      ['b', 'levels', 'bids'],
      ['a', 'levels', 'asks'],
    ],
  },
}

/** Reads frames; `numeric` is what decimals become. */
export class Truth {
  readonly #numeric: (text: string) => unknown

  constructor(numeric: (text: string) => unknown) {
    this.#numeric = numeric
  }

  read(text: string, receivedAt: number): Meaning {
    let message: unknown
    try {
      message = JSON.parse(text)
    } catch {
      return { type: 'nonsense' }
    }
    if (!isFields(message)) return { type: 'nonsense' }
    const { stream, data, id, result, error, code } = message
    if (typeof stream === 'string') {
      // A planned end is announced on a stream of its own name, or bare.
      if (isShutdown(data)) return { type: 'reply', reply: { id: undefined, result: undefined } }
      return { type: 'event', stream, event: this.#event(stream, data, receivedAt) }
    }
    if (isShutdown(message)) return { type: 'reply', reply: { id: undefined, result: undefined } }
    if (typeof id === 'number' && (result === null || isTexts(result))) {
      return { type: 'reply', reply: { id, result } }
    }
    const refusal = isFields(error) ? error['code'] : code
    if (typeof refusal !== 'number') return { type: 'nonsense' }
    return { type: 'reply', reply: { id: typeof id === 'number' ? id : undefined, result: undefined } }
  }

  #event(stream: string, data: unknown, receivedAt: number): Fields | undefined {
    const [subject = '', topic = '', zone] = stream.split('@')
    const [name = '', detail = ''] = topic.split('_')
    if (subject.startsWith('!')) {
      if (!Array.isArray(data)) return undefined
      const window = subject.split('_')[1]
      const tickers = data.map(each =>
        window === undefined
          ? this.#of('miniTicker', each, { receivedAt })
          : this.#of('rollingTicker', each, { receivedAt, window }),
      )
      if (tickers.includes(undefined)) return undefined
      const list = {
        type: window === undefined ? 'allMiniTickers' : 'allRollingTickers',
        receivedAt,
        tickers,
      }
      return window === undefined ? list : { ...list, window }
    }
    if (name === 'ticker' && detail !== '') {
      return this.#of('rollingTicker', data, { receivedAt, window: detail })
    }
    if (name === 'kline') {
      return this.#of('kline', data, {
        receivedAt,
        freq: detail,
        timeZone: zone === '+08:00' ? '+08:00' : '+00:00',
      })
    }
    if (/^depth\d+$/.test(name)) {
      return this.#of('depth', data, { receivedAt, symbol: subject.toUpperCase() })
    }
    return this.#of(name === 'depth' ? 'depthDiff' : name, data, { receivedAt })
  }

  /** The event of one payload with what is known without it. */
  #of(type: string, data: unknown, known: Fields): Fields | undefined {
    const payload = payloads[type]
    if (payload === undefined || !isFields(data)) return undefined
    const e = type === 'rollingTicker' ? /^(1h|4h|1d)Ticker$/ : undefined
    if (e !== undefined && !e.test(String(data['e']))) return undefined
    if (payload.e !== undefined && data['e'] !== payload.e) return undefined
    const fields = this.#fields(payload.rows, data)
    if (fields === undefined) return undefined
    if (payload.k === undefined) return { type, ...known, ...fields }
    const { k } = data
    if (!isFields(k) || typeof k['s'] !== 'string' || typeof k['i'] !== 'string') return undefined
    const candle = this.#fields(payload.k, k)
    return candle && { type, ...known, ...fields, ...candle }
  }

  #fields(rows: Rows, data: Fields): Fields | undefined {
    const fields: Record<string, unknown> = {}
    for (const [key, check, name] of rows) {
      const value = this.#value(check, data[key])
      if (value === undefined) return undefined
      fields[name] = value
    }
    return fields
  }

  /** The value as the event has it; `undefined` when it is not what it must be. */
  #value(check: Check, value: unknown): unknown {
    switch (check) {
      case 'whole':
        return Number.isSafeInteger(value) ? value : undefined
      case 'text':
        return typeof value === 'string' ? value : undefined
      case 'boolean':
        return typeof value === 'boolean' ? value : undefined
      case 'decimal or null':
        return value === null ? null : this.#value('decimal', value)
      case 'decimal':
        return isDecimal(value) ? this.#numeric(value) : undefined
      case 'levels': {
        if (!Array.isArray(value)) return undefined
        const levels = value.map((level: unknown) =>
          Array.isArray(level) && level.length === 2 && level.every(isDecimal)
            ? level.map(text => this.#numeric(text))
            : undefined,
        )
        return levels.includes(undefined) ? undefined : levels
      }
    }
  }
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every(each => typeof each === 'string')

const isDecimal = (value: unknown): value is string =>
  typeof value === 'string' && /^[-+.\deE]+$/.test(value) && Number.isFinite(Number(value))

const isShutdown = (value: unknown): boolean => isFields(value) && value['e'] === 'serverShutdown'
