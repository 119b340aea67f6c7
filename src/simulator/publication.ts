/** What each stream tells, and when: at the events of its instrument, or at fixed times. */
import { Frame } from './frame.js'
import type { Instrument } from './instrument.js'
import { klineAt } from './kline.js'
import * as payloads from './payloads.js'
import type { StreamRequest } from './stream-name.js'

/** Update speeds of the documentation, ms. */
export const PERIODS = [100, 1000, 2000] as const
export type Period = (typeof PERIODS)[number]

/** What a stream has to say at one of its times, of what happened before it; undefined for nothing. */
export type Say = (now: number) => Frame | undefined

/** A stream at work. */
export interface Publication {
  /** For streams that speak at fixed times. */
  readonly spoken?: { readonly period: Period; readonly say: Say }
  /** Lets go of its instruments. */
  readonly end: () => void
}

/**
 * Connects a stream with its instruments (one, or all for the all-market arrays).
 * Source of the paces: web-socket-streams.md, Update Speed of each stream.
 */
export function createPublication(
  stream: string,
  request: StreamRequest,
  instruments: readonly Instrument[],
  publish: (frame: Frame) => void,
): Publication {
  const frame = (payload: (unit: payloads.Unit) => string) => new Frame(stream, payload)
  const every = (period: Period, say: Say, end: () => void = () => undefined) => ({
    spoken: {
      period,
      say: (now: number) => {
        for (const instrument of instruments) instrument.advanceTo(now - 1)
        return say(now)
      },
    },
    end,
  })
  const [instrument] = instruments
  if (instrument === undefined) return { end: () => undefined }
  const { events } = instrument

  switch (request.kind) {
    case 'trade':
    case 'blockTrade': {
      const { kind } = request
      events[kind] = trade => publish(frame(unit => payloads[kind](instrument, trade, unit)))
      return { end: () => (events[kind] = undefined) }
    }
    case 'aggTrade':
      events.aggTrade = trade => publish(frame(unit => payloads.aggTrade(instrument, trade, unit)))
      return { end: () => (events.aggTrade = undefined) }
    case 'bookTicker':
      events.touch = () => publish(frame(() => payloads.bookTicker(instrument)))
      return { end: () => (events.touch = undefined) }
    case 'ticker':
    case 'miniTicker':
    case 'avgPrice': {
      const { kind } = request
      return every(1000, now => frame(unit => payloads[kind](instrument, now, unit)))
    }
    case 'referencePrice':
      return every(1000, now => frame(unit => payloads.referencePrice(instrument, now, unit)))
    case 'rollingTicker':
      return every(1000, now => frame(unit => payloads.rollingTicker(instrument, request.window, now, unit)))
    case 'kline': {
      const { interval, offset } = request
      return every(interval === '1s' ? 1000 : 2000, now => {
        // The kline of the millisecond before: at a boundary that is the one that just closed.
        const kline = klineAt(instrument, interval, offset, now - 1)
        return kline && frame(unit => payloads.kline(instrument, kline, interval, now, unit))
      })
    }
    case 'depth':
      return every(request.period, () => frame(() => payloads.partialDepth(instrument, request.levels)))
    case 'depthDiff': {
      const watch = instrument.watch()
      const say: Say = now => {
        const changes = watch.take(instrument.book.updateId)
        return changes && frame(unit => payloads.depthUpdate(instrument, changes, now, unit))
      }
      return every(request.period, say, () => instrument.unwatch(watch))
    }
    case 'allMiniTickers':
      return every(1000, changed(stream, instruments, payloads.miniTicker))
    case 'allRollingTickers': {
      const { window } = request
      return every(
        1000,
        changed(stream, instruments, (each, now, unit) => payloads.rollingTicker(each, window, now, unit)),
      )
    }
  }
}

/** An array of those instruments that traded since the last time; nothing when none did. */
function changed(
  stream: string,
  instruments: readonly Instrument[],
  payload: (instrument: Instrument, now: number, unit: payloads.Unit) => string,
): Say {
  const seen = new Map<Instrument, number>()
  return now => {
    const moved = instruments.filter(each => seen.get(each) !== each.newestTradeId)
    for (const each of moved) seen.set(each, each.newestTradeId)
    if (moved.length === 0) return undefined
    return new Frame(stream, unit => `[${moved.map(each => payload(each, now, unit)).join(',')}]`)
  }
}
