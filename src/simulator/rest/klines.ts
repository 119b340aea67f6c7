/** `klines`. Source: rest-api.md, Kline/Candlestick data. */
import { decimal, notional } from '../decimal.js'
import { isInterval, nextOpenOf, openOf } from '../market/intervals.js'
import { type Kline, klineAt } from '../market/kline.js'
import type { SymbolSpec } from '../engine/symbol-spec.js'
import { lastMomentOf, type Unit } from '../streams/unit.js'
import { parseLimit, mandatory, RestError, parseTime as timeOf } from './query.js'
import { instrumentOf, type RouteContext, type Route } from './route.js'
import { parseZone } from './zone.js'

export const klines: Route = {
  parameters: ['symbol', 'interval', 'startTime', 'endTime', 'timeZone', 'limit'],
  weight: () => 2,
  respond: list,
}

/** The requested klines, oldest first; those older than the bars held are left out. */
function list(context: RouteContext): string {
  const { query, now, unit } = context
  const instrument = instrumentOf(context)
  const interval = mandatory(query, 'interval')
  if (!isInterval(interval)) throw new RestError(-1120, 'Invalid interval.')
  const limit = parseLimit(query, 500, 1_000)
  const offset = parseZone(query)
  const startTime = timeOf(query, 'startTime')
  const end = Math.min(now, timeOf(query, 'endTime') ?? now)
  const rows: string[] = []
  const add = (time: number): boolean => {
    const kline = klineAt(instrument, interval, offset, time)
    if (kline !== undefined) rows.push(row(instrument.spec, kline, unit))
    return kline !== undefined
  }
  if (startTime === undefined) {
    for (let time = end; rows.length < limit && add(time);) time = openOf(interval, time, offset) - 1
    rows.reverse()
  } else {
    const first = openOf(interval, Math.max(startTime, instrument.bars.since(interval)), offset)
    let time = first < startTime ? nextOpenOf(interval, first, offset) : first
    for (; time <= end && rows.length < limit; time = nextOpenOf(interval, time, offset)) add(time)
  }
  return `[${rows.join(',')}]`
}

function row({ tick, lot }: SymbolSpec, { openTime, closeTime, bar }: Kline, unit: Unit): string {
  const price = (ticks: number) => decimal(ticks, tick)
  return `[${openTime * unit},"${price(bar.open)}","${price(bar.high)}","${price(bar.low)}","${price(bar.close)}","${decimal(bar.volume, lot)}",${lastMomentOf(closeTime, unit)},"${notional(bar.quote, tick, lot)}",${bar.count},"${decimal(bar.takerVolume, lot)}","${notional(bar.takerQuote, tick, lot)}","0"]`
}
