/** Connects a stream with its instruments: what it publishes, and when. */
import type { Instrument } from '../market/instrument.js'
import { klineAt } from '../market/kline.js'
import type { Protocol } from '../protocol.js'
import { Frame } from './frame.js'
import * as payloads from './payloads.js'
import type { MakeFrame, Period } from './periodic-publisher.js'
import type { StreamRequest } from './stream-name.js'

export interface Publisher {
  /** Set for streams of a fixed period; the others publish at the events of their instrument. */
  readonly periodic?: { readonly period: Period; readonly makeFrame: MakeFrame }
  /** Releases the instruments. */
  readonly stop: () => void
}

/**
 * Creates the publisher of a stream.
 * Source of the periods: web-socket-streams.md, Update Speed of each stream.
 *
 * @param instruments one, or all of them for the all-market arrays
 */
export function createPublisher(
  stream: string,
  request: StreamRequest,
  instruments: readonly Instrument[],
  protocol: Protocol,
  publish: (frame: Frame) => void,
): Publisher {
  const frame = (payload: payloads.Payload) => new Frame(stream, payload)
  const every = (period: Period, makeFrame: MakeFrame, stop: () => void = () => undefined): Publisher => ({
    periodic: {
      period,
      makeFrame(now) {
        for (const instrument of instruments) instrument.advanceTo(now - 1)
        return makeFrame(now)
      },
    },
    stop,
  })
  const [instrument] = instruments
  if (instrument === undefined) return { stop: () => undefined }
  const { listeners } = instrument

  switch (request.kind) {
    case 'trade':
    case 'blockTrade': {
      const { kind } = request
      listeners[kind] = trade => publish(frame(payloads[kind](instrument, trade)))
      return { stop: () => (listeners[kind] = undefined) }
    }
    case 'aggTrade':
      listeners.aggTrade = trade => publish(frame(payloads.aggTrade(instrument, trade)))
      return { stop: () => (listeners.aggTrade = undefined) }
    case 'bookTicker':
      listeners.touch = () => publish(frame(payloads.bookTicker(instrument)))
      return { stop: () => (listeners.touch = undefined) }
    case 'ticker':
    case 'miniTicker':
    case 'avgPrice':
    case 'referencePrice': {
      const { kind } = request
      return every(1000, now => frame(payloads[kind](instrument, now)))
    }
    case 'rollingTicker':
      return every(1000, now => frame(payloads.rollingTicker(instrument, request.window, protocol, now)))
    case 'kline': {
      const { interval, offset } = request
      return every(interval === '1s' ? 1000 : 2000, now => {
        // The kline of the millisecond before: at a boundary, the kline that just closed.
        const kline = klineAt(instrument, interval, offset, now - 1)
        return kline && frame(payloads.kline(instrument, kline, interval, now))
      })
    }
    case 'depth':
      return every(request.period, () => frame(payloads.partialDepth(instrument, request.levels)))
    case 'depthDiff': {
      const deltas = instrument.collectDeltas()
      const makeFrame: MakeFrame = now => {
        const changes = deltas.drain(instrument.book.updateId)
        return changes && frame(payloads.depthUpdate(instrument, changes, now))
      }
      return every(request.period, makeFrame, () => instrument.stopCollecting(deltas))
    }
    case 'allTickers':
      return every(1000, changedTickers(stream, instruments, payloads.ticker))
    case 'allMiniTickers':
      return every(1000, changedTickers(stream, instruments, payloads.miniTicker))
    case 'allRollingTickers': {
      const { window } = request
      return every(
        1000,
        changedTickers(stream, instruments, (each, now) =>
          payloads.rollingTicker(each, window, protocol, now),
        ),
      )
    }
  }
}

/** An array of the instruments that traded since the previous frame; no frame when none did. */
function changedTickers(
  stream: string,
  instruments: readonly Instrument[],
  payload: (instrument: Instrument, now: number) => payloads.Payload,
): MakeFrame {
  const newest = new Map<Instrument, number>()
  return now => {
    const changed = instruments.filter(each => newest.get(each) !== each.newestTradeId)
    for (const each of changed) newest.set(each, each.newestTradeId)
    if (changed.length === 0) return undefined
    return new Frame(stream, payloads.array(changed.map(each => payload(each, now))))
  }
}
