/**
 * Decodes the exchange's frames from their documentation: what the client should emit. Shares
 * nothing with its codecs.
 */
import { type Check, type Fields, payloads, type Rows } from './payloads.js'

/** The classification of a frame. */
export type DecodedFrame =
  /**
   * A payload of a stream, with the event that it makes, if any, and how many errors are reported.
   */
  | ({
      readonly type: 'event'
      readonly stream: string
      /**
       * Nested more deeply than a client must parse: it may be reported although its stream is not
       * wanted.
       */
      readonly isExcessive?: boolean
    } & DecodedPayload)
  | { readonly type: 'reply'; readonly reply: Reply; readonly isShutdown?: boolean }
  /** No documented message. */
  | { readonly type: 'unparseable' }

export interface DecodedPayload {
  readonly event: Fields | undefined
  /** 1 for an undocumented payload; for a list, 1 for each such element. */
  readonly errors: number
}

export interface Reply {
  readonly id: number | undefined
  /** The streams listed, `null` for an acknowledgement, `undefined` for a rejection. */
  readonly result: readonly string[] | null | undefined
}

/** Announces that the server shuts down; it answers no command. */
const SHUTDOWN: DecodedFrame = {
  type: 'reply',
  reply: { id: undefined, result: undefined },
  isShutdown: true,
}

/** Levels that a client must parse; documented frames have five. */
const MAX_DEPTH = 32

/** The fields of a stream's events that its name gives. */
interface Known extends Fields {
  readonly type: string
}

export class Oracle {
  readonly #numeric: (text: string) => unknown

  readonly #maxFrameBytes: number

  /** By stream. */
  readonly #known = new Map<string, Known>()

  /** The frames of one instant: several sessions deliver the same ones. */
  readonly #ofInstant = new Map<string, DecodedFrame>()
  #instant = NaN

  /** @param numeric converts decimals */
  constructor(numeric: (text: string) => unknown, maxFrameBytes: number) {
    this.#numeric = numeric
    this.#maxFrameBytes = maxFrameBytes
  }

  decode(text: string, receivedAt: number): DecodedFrame {
    if (receivedAt !== this.#instant) this.#ofInstant.clear()
    this.#instant = receivedAt
    const frame = this.#ofInstant.get(text) ?? this.#decode(text, receivedAt)
    this.#ofInstant.set(text, frame)
    return frame
  }

  #decode(text: string, receivedAt: number): DecodedFrame {
    if (text.length > this.#maxFrameBytes) return { type: 'unparseable' }
    let message: unknown
    try {
      message = JSON.parse(text)
    } catch {
      // Invalid JSON is an expected result here.
      return { type: 'unparseable' }
    }
    if (!isFields(message)) return { type: 'unparseable' }
    const { stream, data, id, result, error } = message
    if (typeof stream === 'string') {
      // Announced on its own stream, or bare.
      if (isShutdown(data)) return SHUTDOWN
      const isExcessive = isTooDeep(text)
      return { type: 'event', stream, isExcessive, ...this.#payload(stream, data, receivedAt) }
    }
    if (isShutdown(message)) return SHUTDOWN
    if (isId(id) && (result === null || isStrings(result))) {
      return { type: 'reply', reply: { id, result } }
    }
    const { code, msg } = isFields(error) ? error : message
    if (typeof code !== 'number' || typeof msg !== 'string') return { type: 'unparseable' }
    return { type: 'reply', reply: { id: isId(id) ? id : undefined, result: undefined } }
  }

  #payload(stream: string, data: unknown, receivedAt: number): DecodedPayload {
    const [subject = ''] = stream.split('@')
    if (subject.startsWith('!')) return this.#tickers(subject.split('_')[1], data, receivedAt)
    const event = this.#event(stream, data, receivedAt)
    return { event, errors: event === undefined ? 1 : 0 }
  }

  #event(stream: string, data: unknown, receivedAt: number): Fields | undefined {
    const known = this.#known.get(stream) ?? knownOf(stream)
    this.#known.set(stream, known)
    return this.#build(known, data, receivedAt)
  }

  /**
   * The tickers of all symbols; of a rolling `window` where there is one. An invalid element costs
   * that element only.
   */
  #tickers(window: string | undefined, data: unknown, receivedAt: number): DecodedPayload {
    if (!Array.isArray(data)) return { event: undefined, errors: 1 }
    const decoded = data.map(each =>
      window === undefined
        ? this.#build({ type: 'miniTicker' }, each, receivedAt)
        : this.#build({ type: 'rollingTicker', window }, each, receivedAt),
    )
    const tickers = decoded.filter(ticker => ticker !== undefined)
    const errors = decoded.length - tickers.length
    if (tickers.length === 0 && errors > 0) return { event: undefined, errors }
    const type = window === undefined ? 'allMiniTickers' : 'allRollingTickers'
    return { event: { type, receivedAt, tickers, ...(window !== undefined && { window }) }, errors }
  }

  /** The event of one payload, with the fields that come from elsewhere. */
  #build(known: Known, data: unknown, receivedAt: number): Fields | undefined {
    const { type } = known
    const payload = payloads[type]
    if (payload === undefined || !isFields(data)) return undefined
    if (type === 'rollingTicker' && !/^(1h|4h|1d)Ticker$/.test(String(data['e']))) return undefined
    if (payload.e !== undefined && data['e'] !== payload.e) return undefined
    const event: Record<string, unknown> = { ...known, receivedAt }
    if (!this.#read(payload.rows, data, event)) return undefined
    if (payload.k === undefined) return event
    const { k } = data
    if (!isFields(k) || typeof k['s'] !== 'string' || typeof k['i'] !== 'string') return undefined
    return this.#read(payload.k, k, event) ? event : undefined
  }

  /** Adds the fields of a payload to its event. Returns whether all have the documented types. */
  #read(rows: Rows, data: Fields, event: Record<string, unknown>): boolean {
    for (const [key, check, name] of rows) {
      const value = this.#value(check, data[key])
      if (value === undefined) return false
      event[name] = value
    }
    return true
  }

  /** The value as the event has it; `undefined` for a wrong type. */
  #value(check: Check, value: unknown): unknown {
    switch (check) {
      case 'integer':
        return Number.isSafeInteger(value) ? value : undefined
      case 'string':
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

function knownOf(stream: string): Known {
  const [subject = '', topic = '', zone] = stream.split('@')
  const [name = '', detail = ''] = topic.split('_')
  if (name === 'ticker' && detail !== '') return { type: 'rollingTicker', window: detail }
  if (name === 'kline') {
    const timeZone = zone === '+08:00' ? '+08:00' : '+00:00'
    return { type: 'kline', freq: detail, timeZone }
  }
  if (/^depth\d+$/.test(name)) return { type: 'depth', symbol: subject.toUpperCase() }
  return { type: name === 'depth' ? 'depthDiff' : name }
}

/**
 * Whether brackets nest more deeply than {@link MAX_DEPTH}, including those within strings, of
 * which documented frames have none.
 */
function isTooDeep(text: string): boolean {
  let depth = 0
  for (let index = 0; index < text.length; index++) {
    // [ and { are 91 and 123, ] and } two more.
    const code = text.charCodeAt(index) & ~32
    if (code === 91) depth++
    else if (code === 93) depth--
    if (depth > MAX_DEPTH) return true
  }
  return false
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isStrings = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every(each => typeof each === 'string')

const isDecimal = (value: unknown): value is string =>
  typeof value === 'string' && /^[-+.\deE]+$/.test(value) && Number.isFinite(Number(value))

const isShutdown = (value: unknown): boolean => isFields(value) && value['e'] === 'serverShutdown'

const isId = (value: unknown): value is number => Number.isSafeInteger(value)
