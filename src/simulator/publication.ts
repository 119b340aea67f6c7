/** What each stream tells, and when: at the events of its instrument, or at fixed times. */
import type { Period, Say } from './bells.js'
import { Frame } from './frame.js'
import type { Instrument } from './instrument.js'
import { klineAt } from './kline.js'
import * as payloads from './payloads.js'
import type { StreamRequest } from './stream-name.js'

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
  const frame = (payload: payloads.Payload) => new Frame(stream, payload)
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
      events[kind] = trade => publish(frame(payloads[kind](instrument, trade)))
      return { end: () => (events[kind] = undefined) }
    }
    case 'aggTrade':
      events.aggTrade = trade => publish(frame(payloads.aggTrade(instrument, trade)))
      return { end: () => (events.aggTrade = undefined) }
    case 'bookTicker':
      events.touch = () => publish(frame(payloads.bookTicker(instrument)))
      return { end: () => (events.touch = undefined) }
    case 'ticker':
    case 'miniTicker':
    case 'avgPrice':
    case 'referencePrice': {
      const { kind } = request
      return every(1000, now => frame(payloads[kind](instrument, now)))
    }
    case 'rollingTicker':
      return every(1000, now => frame(payloads.rollingTicker(instrument, request.window, now)))
    case 'kline': {
      const { interval, offset } = request
      return every(interval === '1s' ? 1000 : 2000, now => {
        // The kline of the millisecond before: at a boundary that is the one that just closed.
        const kline = klineAt(instrument, interval, offset, now - 1)
        return kline && frame(payloads.kline(instrument, kline, interval, now))
      })
    }
    case 'depth':
      return every(request.period, () => frame(payloads.partialDepth(instrument, request.levels)))
    case 'depthDiff': {
      const watch = instrument.watch()
      const say: Say = now => {
        const changes = watch.take(instrument.book.updateId)
        return changes && frame(payloads.depthUpdate(instrument, changes, now))
      }
      return every(request.period, say, () => instrument.unwatch(watch))
    }
    case 'allMiniTickers':
      return every(1000, changed(stream, instruments, payloads.miniTicker))
    case 'allRollingTickers': {
      const { window } = request
      return every(
        1000,
        changed(stream, instruments, (each, now) => payloads.rollingTicker(each, window, now)),
      )
    }
  }
}

/** An array of those instruments that traded since the last time; nothing when none did. */
function changed(
  stream: string,
  instruments: readonly Instrument[],
  payload: (instrument: Instrument, now: number) => payloads.Payload,
): Say {
  const seen = new Map<Instrument, number>()
  return now => {
    const moved = instruments.filter(each => seen.get(each) !== each.newestTradeId)
    for (const each of moved) seen.set(each, each.newestTradeId)
    if (moved.length === 0) return undefined
    return new Frame(stream, payloads.array(moved.map(each => payload(each, now))))
  }
}
