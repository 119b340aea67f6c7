/** The values of a marble market: what the letters of its diagrams stand for. */
import type { Channel } from '../../model/channel.js'
import type { MarketEvent } from '../../model/event.js'
import { completeEvent, type EventPart } from './complete-event.js'
import type { ChannelDiagram } from './diagrams.js'
import type { Marble } from './marble.js'

/**
 * What the letters of the diagrams stand for: a part of an event (`{ price: 105 }`), its price alone (`105`), or a whole event
 * (`aTicker({ price: 105 })`). `'#'` may stand for the error with which a channel is rejected.
 */
export type MarketValues = Readonly<Record<string, EventPart | Error>>

const isLetter = ({ mark }: Marble): boolean => mark !== '|' && mark !== '#'

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

/** Returns the event of each letter, as `channel` emits it when time 0 of the diagram is `start`. */
export function createEvents(
  channel: Channel,
  { marbles }: ChannelDiagram,
  values: MarketValues | undefined,
  start: number,
): ReadonlyMap<Marble, MarketEvent> {
  return new Map(
    marbles.filter(isLetter).map((marble, index) => {
      const place = { letter: marble.mark, at: start + marble.frame, count: index + 1 }
      return [marble, completeEvent(channel, values?.[marble.mark] as EventPart | undefined, place)]
    }),
  )
}
