/** Feeds events through a sequence, and collects what it decides. */
import type { MarketEvent } from '../../src/index.js'
import type { SequenceRule } from '../../src/sequence/rule.js'
import { type Break, Sequence } from '../../src/sequence/sequence.js'
import * as spotChannels from '../../src/venues/binance/spot-channels.js'

/** Represents the end of a session. */
export const DROP = 'drop'

/** The results: events, `{ missing, cause }` for gaps, `{ rejected }` for events out of order. */
export type Outcome<E> = E | Pick<Break<E>, 'missing' | 'cause'> | { readonly rejected: E }

export function decide<E>(rule: SequenceRule<E>, inputs: readonly (E | typeof DROP)[]): Outcome<E>[] {
  const outcomes: Outcome<E>[] = []
  const sequence = new Sequence<E>(rule, {
    missing: ({ missing, cause }) => outcomes.push({ cause, ...(missing !== undefined && { missing }) }),
    outOfOrder: event => outcomes.push({ rejected: event }),
  })
  for (const input of inputs) {
    if (input === DROP) sequence.interrupt()
    else if (sequence.admit(input)) outcomes.push(input)
  }
  return outcomes
}

/** The rule of a kind, as its channel file has it. */
export const ruleOf = (kind: MarketEvent['type']): SequenceRule<MarketEvent<unknown>> =>
  spotChannels[kind].sequence as SequenceRule<MarketEvent<unknown>>
