/** The values of a marble market: the events of the letters in its diagrams. */
import type { Channel } from '../../model/channel.js'
import type { MarketEvent } from '../../model/event.js'
import type { Gap } from '../../model/gap.js'
import { completeEvent, type EventPart } from './complete-event.js'
import type { ChannelDiagram } from './diagrams.js'
import type { Marble } from './marble.js'

/** A gap, or a part of one. */
export type GapPart = Partial<Gap> & Pick<Gap, 'type'>

/**
 * The values of the letters: a part of an event (`{ price: 105 }`), its price alone (`105`), a
 * complete event (`aTicker({ price: 105 })`), or a gap (`aGap({ missing: 3 })`). `'#'` may be the
 * error with which a channel is rejected.
 */
export type MarketValues = Readonly<Record<string, EventPart | GapPart | Error>>

export const isLetter = ({ mark }: Marble): boolean => mark !== '|' && mark !== '#'

/** Throws when a letter of the diagram has no value. */
export function checkValues({ pattern, marbles }: ChannelDiagram, values: MarketValues | undefined): void {
  if (values === undefined) return
  const missing = marbles.find(marble => isLetter(marble) && !(marble.mark in values))?.mark
  if (missing === undefined) return
  throw new Error(
    `${pattern.name}: ${missing} has no value; values has ${Object.keys(values).join(', ') || 'none'}. ` +
      `Add one, such as { ${missing}: { price: 105 } }, or pass no values at all: then every letter is an event with default fields`,
  )
}

/**
 * Returns what each letter stands for, as `channel` emits it when time 0 of the diagram is `start`.
 *
 * @param diffs what the letters of a drawn book change, in place of events of their own
 */
export function createEvents(
  channel: Channel,
  { marbles }: ChannelDiagram,
  values: MarketValues | undefined,
  start: number,
  diffs?: ReadonlyMap<Marble, MarketEvent>,
): ReadonlyMap<Marble, MarketEvent | Gap> {
  let count = 0
  return new Map<Marble, MarketEvent | Gap>(
    marbles.filter(isLetter).map(marble => {
      const at = start + marble.frame
      const value = values?.[marble.mark]
      if (isGap(value)) {
        count += value.missing ?? 0
        const byDefault = { id: 0, since: at, until: at, cause: 'disconnect' } as const
        return [marble, { ...byDefault, ...value, channel, state: 'open' }]
      }
      const diff = diffs?.get(marble)
      if (diff !== undefined) return [marble, diff]
      const place = { letter: marble.mark, at, count: ++count }
      return [marble, completeEvent(channel, value as EventPart | undefined, place)]
    }),
  )
}

export const isGap = (value: MarketValues[string] | undefined): value is GapPart =>
  typeof value === 'object' && 'type' in value && value.type === 'gap'
