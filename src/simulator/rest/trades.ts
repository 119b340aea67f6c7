/** `trades`, `historicalTrades`, `historicalBlockTrades`, `aggTrades`. Source: rest-api.md, Market Data endpoints. */
import { decimal, notional } from '../decimal.js'
import type { AggregateTrade, Trade } from '../engine/trade-log.js'
import type { Instrument } from '../instrument.js'
import type { Unit } from '../payloads.js'
import { badCombination, integer, limitOf, mandatory, time } from './query.js'
import { instrumentOf, type Question, type Route } from './route.js'

const USUAL = 500
const MOST = 1_000

/** The newest trades. */
export const trades: Route = {
  parameters: ['symbol', 'limit'],
  weight: () => 25,
  answer: question => list(question, (instrument, limit) => instrument.recentTrades(limit), tradeRow),
}

/** Trades from an id on; only the last 1,000 are remembered. */
export const historicalTrades: Route = {
  parameters: ['symbol', 'limit', 'fromId'],
  weight: () => 25,
  answer(question) {
    const fromId = integer(question.query, 'fromId')
    const find = (instrument: Instrument, limit: number) =>
      fromId === undefined ? instrument.recentTrades(limit) : instrument.tradesFrom(fromId, limit)
    return list(question, find, tradeRow)
  },
}

/** Block trades from an id on; only the last 1,000 are remembered. */
export const historicalBlockTrades: Route = {
  parameters: ['symbol', 'limit', 'fromId'],
  weight: () => 25,
  answer(question) {
    mandatory(question.query, 'fromId')
    const fromId = integer(question.query, 'fromId') ?? 0
    return list(question, (instrument, limit) => instrument.blockTradesFrom(fromId, limit), blockRow)
  },
}

/** What taker orders traded: the newest (up to a time), or from an id or a time on; only the last 10,000 are remembered. */
export const aggTrades: Route = {
  parameters: ['symbol', 'limit', 'fromId', 'startTime', 'endTime'],
  weight: () => 4,
  answer(question) {
    const { query } = question
    const fromId = integer(query, 'fromId')
    const startTime = time(query, 'startTime')
    const endTime = time(query, 'endTime')
    if (fromId !== undefined && (startTime ?? endTime) !== undefined) throw badCombination()
    const find = (instrument: Instrument, limit: number) =>
      instrument.aggregateTrades({ fromId, startTime, endTime, limit })
    return list(question, find, aggregateRow)
  },
}

function list<T>(
  question: Question,
  find: (instrument: Instrument, limit: number) => readonly T[],
  row: (instrument: Instrument, trade: T, unit: Unit) => object,
): string {
  const instrument = instrumentOf(question)
  const found = find(instrument, limitOf(question.query, USUAL, MOST))
  return JSON.stringify(found.map(trade => row(instrument, trade, question.unit)))
}

function blockRow({ listing: { tick, lot } }: Instrument, trade: Trade, unit: Unit): object {
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

function aggregateRow({ listing: { tick, lot } }: Instrument, trade: AggregateTrade, unit: Unit): object {
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
