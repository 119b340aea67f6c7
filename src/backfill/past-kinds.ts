/**
 * The kinds with a past at the exchange: the order of their events, and the queries for them. Pure.
 */
import type { ChannelOf } from '../model/channel.js'
import type { AggTrade, Kline, Trade } from '../model/event.js'
import type { QueryOf } from '../model/query.js'
import { logRule } from '../sequence/log-rule.js'
import type { SequenceRule } from '../sequence/rule.js'
import { seriesRule } from '../sequence/series-rule.js'

export type PastKind = 'trade' | 'aggTrade' | 'kline'
export type PastChannel = ChannelOf<PastKind>
export type PastEvent = Trade<unknown> | AggTrade<unknown> | Kline<unknown>
export type PastQuery = QueryOf<'trades' | 'aggTrades' | 'klines'>

/** Elements of a page: the most that the exchange gives. */
export const PAGE = 1_000

/** The past of one channel. */
export interface Past<E = PastEvent> {
  /** The id of a trade, the open time of a kline. */
  idOf(event: E): number
  /** When a trade took place, when a kline opened: the same live as in history. */
  timeOf(event: E): number
  /** Whether an event of history is final. */
  isFinal(event: E): boolean
  /**
   * The number of events missing between two; 0 if the second follows the first. `undefined` where
   * the ids do not state it.
   */
  missingBetween(previous: E, event: E): number | undefined
  /** Whether an event of history is new after `previous`, with nothing missing between them. */
  follows(previous: E, event: E): boolean
  /** Asks for the newest. */
  newest(limit: number): PastQuery
  /** Asks for the events missing between two. */
  between(previous: E, event: E): PastQuery
  /** Asks for the events before one; `undefined` where nothing was. */
  earlier(event: E, limit: number): PastQuery | undefined
}

/** Whether the exchange has a past of the channel. */
export const hasPast = (channel: { readonly kind: string }): channel is PastChannel =>
  ['trade', 'aggTrade', 'kline'].includes(channel.kind)

export function pastOf(channel: PastChannel): Past {
  switch (channel.kind) {
    case 'trade':
      return logPast(channel.symbol, 'trades', trades, ({ tradeId }) => tradeId)
    case 'aggTrade':
      return logPast(channel.symbol, 'aggTrades', aggTrades, ({ aggregateTradeId }) => aggregateTradeId)
    case 'kline':
      return klinePast(channel)
  }
}

const trades = logRule<Trade<unknown>>({
  first: ({ tradeId }) => tradeId,
  last: ({ tradeId }) => tradeId,
  time: ({ eventTime }) => eventTime,
})

const aggTrades = logRule<AggTrade<unknown>>({
  first: ({ aggregateTradeId }) => aggregateTradeId,
  last: ({ aggregateTradeId }) => aggregateTradeId,
  time: ({ eventTime }) => eventTime,
  proof: { first: ({ firstTradeId }) => firstTradeId, last: ({ lastTradeId }) => lastTradeId },
})

function logPast<E extends { readonly tradeTime: number }>(
  symbol: string,
  kind: 'trades' | 'aggTrades',
  rule: SequenceRule<E>,
  idOf: (event: E) => number,
): Past<E> {
  const missingBetween = missingBy(rule)
  return {
    idOf,
    timeOf: ({ tradeTime }) => tradeTime,
    isFinal: () => true,
    missingBetween,
    follows: (previous, event) => idOf(event) > idOf(previous) && missingBetween(previous, event) === 0,
    newest: limit => ({ kind, symbol, limit }),
    between: (previous, event) => ({
      kind,
      symbol,
      fromId: idOf(previous) + 1,
      limit: Math.min(PAGE, missingBetween(previous, event) ?? PAGE),
    }),
    earlier(event, limit) {
      const fromId = Math.max(0, idOf(event) - limit)
      const count = idOf(event) - fromId
      return count > 0 ? { kind, symbol, fromId, limit: count } : undefined
    },
  }
}

function klinePast({ symbol, freq, timeZone }: ChannelOf<'kline'>): Past<Kline<unknown>> {
  const query = { kind: 'klines', symbol, freq, timeZone } as const
  const missingBetween = missingBy(seriesRule)
  return {
    idOf: ({ openTime }) => openTime,
    timeOf: ({ openTime }) => openTime,
    isFinal: ({ isClosed }) => isClosed,
    missingBetween,
    follows: (previous, event) =>
      event.openTime === previous.openTime
        ? event.isClosed && !previous.isClosed
        : event.openTime > previous.openTime && missingBetween(previous, event) === 0,
    newest: limit => ({ ...query, limit }),
    between: (previous, event) => ({
      ...query,
      from: previous.openTime + (previous.isClosed ? 1 : 0),
      // With the kline after it, which proves that those before it are closed.
      limit: Math.min(PAGE, (missingBetween(previous, event) ?? PAGE) + 1),
    }),
    earlier: ({ openTime }, limit) => ({ ...query, to: openTime - 1, limit }),
  }
}

const missingBy =
  <E>(rule: SequenceRule<E>) =>
  (previous: E, event: E): number | undefined => {
    const order = rule.orderOf(previous, event, true)
    return order.type === 'gap' ? order.missing : 0
  }
