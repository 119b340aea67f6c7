/**
 * `trades`, `historicalTrades`, `historicalBlockTrades`, `aggTrades`. Source: rest-api.md, Market
 * Data endpoints.
 */
import { decimal, notional } from '../decimal.js'
import type { AggregateTrade, Trade } from '../engine/trade-log.js'
import type { Instrument } from '../market/instrument.js'
import type { Unit } from '../streams/unit.js'
import { badCombination, parseInteger, parseLimit, mandatory, parseTime } from './query.js'
import { instrumentOf, type RouteContext, type Route } from './route.js'

const DEFAULT_LIMIT = 500
const MAX_LIMIT = 1_000

/** The newest trades. */
export const trades: Route = {
  parameters: ['symbol', 'limit'],
  weight: () => 25,
  respond: context => list(context, (instrument, limit) => instrument.history.trades.newest(limit), tradeRow),
}

/** Trades from an id on; only the last 1,000 are remembered. */
export const historicalTrades: Route = {
  parameters: ['symbol', 'limit', 'fromId'],
  weight: () => 25,
  respond(context) {
    const fromId = parseInteger(context.query, 'fromId')
    const find = (instrument: Instrument, limit: number) =>
      fromId === undefined
        ? instrument.history.trades.newest(limit)
        : instrument.history.trades.from(fromId, limit)
    return list(context, find, tradeRow)
  },
}

/** Block trades from an id on; only the last 1,000 are remembered. */
export const historicalBlockTrades: Route = {
  parameters: ['symbol', 'limit', 'fromId'],
  weight: () => 25,
  respond(context) {
    mandatory(context.query, 'fromId')
    const fromId = parseInteger(context.query, 'fromId') ?? 0
    return list(context, (instrument, limit) => instrument.history.blockTrades.from(fromId, limit), blockRow)
  },
}

/**
 * Aggregate trades: the newest (up to a time), or from an id or a time on; only the last 10,000 are
 * remembered.
 */
export const aggTrades: Route = {
  parameters: ['symbol', 'limit', 'fromId', 'startTime', 'endTime'],
  weight: () => 4,
  respond(context) {
    const { query } = context
    const fromId = parseInteger(query, 'fromId')
    const startTime = parseTime(query, 'startTime')
    const endTime = parseTime(query, 'endTime')
    if (fromId !== undefined && (startTime ?? endTime) !== undefined) throw badCombination()
    const find = (instrument: Instrument, limit: number) =>
      instrument.history.aggregates({ fromId, startTime, endTime, limit })
    return list(context, find, aggregateRow)
  },
}

function list<T>(
  context: RouteContext,
  find: (instrument: Instrument, limit: number) => readonly T[],
  row: (instrument: Instrument, trade: T, unit: Unit) => object,
): string {
  const instrument = instrumentOf(context)
  const found = find(instrument, parseLimit(context.query, DEFAULT_LIMIT, MAX_LIMIT))
  return JSON.stringify(found.map(trade => row(instrument, trade, context.unit)))
}

function blockRow({ spec: { tick, lot } }: Instrument, trade: Trade, unit: Unit): object {
  return {
    id: trade.id,
    price: decimal(trade.price, tick),
    qty: decimal(trade.lots, lot),
    quoteQty: notional(trade.price * trade.lots, tick, lot),
    time: trade.time * unit,
    isBuyerMaker: trade.buyerIsMaker,
  }
}

function tradeRow(instrument: Instrument, trade: Trade, unit: Unit): object {
  return { ...blockRow(instrument, trade, unit), isBestMatch: true }
}

function aggregateRow({ spec: { tick, lot } }: Instrument, trade: AggregateTrade, unit: Unit): object {
  return {
    a: trade.id,
    p: decimal(trade.price, tick),
    q: decimal(trade.lots, lot),
    f: trade.firstId,
    l: trade.lastId,
    T: trade.time * unit,
    m: trade.buyerIsMaker,
    M: true,
  }
}
