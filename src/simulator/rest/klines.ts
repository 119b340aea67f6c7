/** `klines`. Source: rest-api.md, Kline/Candlestick data. */
import { decimal, notional } from '../decimal.js'
import { isInterval, nextOpenOf, openOf } from '../intervals.js'
import { type Kline, klineAt } from '../kline.js'
import type { Listing } from '../listing.js'
import { lastOf, type Unit } from '../payloads.js'
import { limitOf, mandatory, RestError, time as timeOf } from './query.js'
import { instrumentOf, type Question, type Route } from './route.js'
import { zoneOf } from './zone.js'

export const klines: Route = {
  parameters: ['symbol', 'interval', 'startTime', 'endTime', 'timeZone', 'limit'],
  weight: () => 2,
  answer: list,
}

/** The klines asked for, oldest first; those older than the past that is held are left out. */
function list(question: Question): string {
  const { query, now, unit } = question
  const instrument = instrumentOf(question)
  const interval = mandatory(query, 'interval')
  if (!isInterval(interval)) throw new RestError(-1120, 'Invalid interval.')
  const limit = limitOf(query, 500, 1_000)
  const offset = zoneOf(query)
  const startTime = timeOf(query, 'startTime')
  const end = Math.min(now, timeOf(query, 'endTime') ?? now)
  const rows: string[] = []
  const add = (time: number): boolean => {
    const kline = klineAt(instrument, interval, offset, time)
    if (kline !== undefined) rows.push(row(instrument.listing, kline, unit))
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

function row({ tick, lot }: Listing, { openTime, closeTime, bar }: Kline, unit: Unit): string {
  const price = (ticks: number) => decimal(ticks, tick)
  return `[${openTime * unit},"${price(bar.open)}","${price(bar.high)}","${price(bar.low)}","${price(bar.close)}","${decimal(bar.volume, lot)}",${lastOf(closeTime, unit)},"${notional(bar.quote, tick, lot)}",${bar.count},"${decimal(bar.takerVolume, lot)}","${notional(bar.takerQuote, tick, lot)}","0"]`
}
