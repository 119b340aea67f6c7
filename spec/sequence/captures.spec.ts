/**
 * The rules on recordings of the real exchange: no gap where there is none, and each frame that is
 * removed is reported.
 */
import fc from 'fast-check'
import { Frame } from '../../src/codec/frame.js'
import type { Channel, MarketEvent } from '../../src/index.js'
import type { SequenceRule } from '../../src/sequence/rule.js'
import { Sequence } from '../../src/sequence/sequence.js'
import { spot } from '../../src/venues/binance/spot.js'
import { channelOf, describeRecordings, framesOf, recordings } from '../recordings.js'

interface Recorded {
  readonly channel: Channel
  readonly events: readonly MarketEvent[]
}

/** The events of each stream of a recording. */
function eventsOf(file: string): Recorded[] {
  const create = spot.decoders(Number, true)
  const streams = new Map<
    string,
    { channel: Channel; events: MarketEvent[]; decode: (text: string) => void }
  >()
  for (const text of framesOf(file)) {
    const { stream } = JSON.parse(text) as { stream: string }
    let known = streams.get(stream)
    if (known === undefined) {
      const channel = channelOf(stream)
      const events: MarketEvent[] = []
      const frame = new Frame()
      const decoder = create(channel, {
        event: (event: MarketEvent) => events.push(event),
        error: error => {
          throw error
        },
      })
      const decode = (payload: string): void => {
        frame.load(payload)
        decoder.decode(frame, 0)
      }
      streams.set(stream, (known = { channel, events, decode }))
    }
    known.decode(text)
  }
  return [...streams.values()]
}

/** The findings of a sequence, as lines: `gap after 3 before 7`, `dropped 5`. */
function findings(rule: SequenceRule<MarketEvent<unknown>>, events: readonly MarketEvent[]): string[] {
  const found: string[] = []
  const sequence = new Sequence<MarketEvent>(rule, {
    missing: ({ previous, event, missing }) =>
      found.push(`${missing} after ${rule.idsOf?.(previous).last} before ${rule.idsOf?.(event).first}`),
    outOfOrder: event => found.push(`out of order ${rule.idsOf?.(event).last}`),
  })
  for (const event of events) sequence.admit(event)
  return found
}

/** The missing ids if `removed` are, computed without the rules. */
function expectedOf(events: readonly MarketEvent[], removed: ReadonlySet<number>): string[] {
  const kept = events.flatMap((event, index) => (removed.has(index) ? [] : [{ event, index }]))
  return kept.slice(1).flatMap(({ event, index }, before) => {
    const previous = kept[before] as (typeof kept)[number]
    if (index === previous.index + 1) return []
    const between = events.slice(previous.index + 1, index)
    const missing = between.reduce((sum, each) => sum + countOf(each), 0)
    return missing === 0 ? [] : [`${missing} after ${idsOf(previous.event)[1]} before ${idsOf(event)[0]}`]
  })
}

const idsOf = (event: MarketEvent): readonly [number, number] => {
  switch (event.type) {
    case 'trade':
      return [event.tradeId, event.tradeId]
    case 'aggTrade':
      return [event.aggregateTradeId, event.aggregateTradeId]
    case 'depthDiff':
      return [event.firstUpdateId, event.lastUpdateId]
    case 'kline':
      return [event.openTime, event.openTime]
    default:
      return [NaN, NaN]
  }
}

/** The number of ids of an event; for a kline, whether it is a close; nothing for states. */
const countOf = (event: MarketEvent): number => {
  const [first, last] = idsOf(event)
  if (event.type === 'kline') return event.isClosed ? 1 : 0
  return Number.isNaN(first) ? 0 : last - first + 1
}

describeRecordings('the order of recorded streams', () => {
  describe.each(recordings)('%s', (file, count) => {
    const streams = eventsOf(file)

    it('has no gap and nothing out of order', () => {
      expect(streams.reduce((sum, { events }) => sum + events.length, 0)).toBe(count)
      for (const { channel, events } of streams) {
        expect([channel, findings(spot.sequence(channel), events)]).toEqual([channel, []])
      }
    })

    it('reports exactly the frames that are removed at random', () => {
      const share = fc.double({ min: 0.001, max: 0.3, noNaN: true })
      fc.assert(
        fc.property(fc.constantFrom(...streams), share, fc.integer(), ({ channel, events }, part, seed) => {
          const random = mulberry(seed)
          const removed = new Set(events.flatMap((_, index) => (random() < part ? [index] : [])))
          const kept = events.filter((_, index) => !removed.has(index))
          expect(findings(spot.sequence(channel), kept)).toEqual(expectedOf(events, removed))
        }),
        { numRuns: 30 },
      )
    })
  })
})

/** A random generator, quick enough for each of 40,000 frames. */
function mulberry(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
