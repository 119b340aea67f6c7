/** Scenarios of what a lost connection costs. */
import { setTimeout } from 'node:timers/promises'
import { BTC, LIVELY, counted, seconds, nextEvent, begin, account } from './observe.mjs'

const BUSY = { ...LIVELY, symbols: [{ symbol: BTC, tradesPerSecond: 200 }] }

export const losses = {
  missing: {
    title: 'The line is cut: which trades are missing?',
    market: BUSY,
    async run(context) {
      const { missing, repeated, ...rest } = await cut(context, 'gaps')
      if (rest.end !== undefined) return { passed: false, text: rest.end }
      const reported = context.peer.eventsOf('gap', BTC).flatMap(({ text }) => between(text))
      const known = new Set(reported)
      const unknown = missing.filter(id => !known.has(id)).length
      const wrong = reported.length - (missing.length - unknown)
      const what =
        reported.length === 0
          ? 'none of them reported'
          : unknown + wrong === 0
            ? 'exactly these reported'
            : `${unknown} of them not reported, ${counted(wrong, 'other')} reported`
      return {
        passed: unknown + wrong + repeated === 0 && missing.length > 0,
        text: `${counted(missing.length, 'trade')} lost, ${missing.length > 0 ? what : 'nothing to report'}`,
      }
    },
  },
  backfill: {
    title: 'The line is cut: is what was missed fetched?',
    market: BUSY,
    async run(context) {
      const { missing, repeated, isOrdered, end } = await cut(context, 'backfill')
      if (end !== undefined) return { passed: false, text: end }
      // A client that is back before the next trade loses none, by luck.
      const canFill = context.peer.watches.includes('backfill')
      return {
        passed: canFill && missing.length + repeated === 0 && isOrdered,
        text: [
          `${missing.length} lost, ${repeated} delivered twice`,
          ...(isOrdered ? [] : ['out of order']),
          ...(canFill ? [] : ['it has no backfill']),
        ].join('; '),
      }
    },
  },
}

/**
 * Cuts the connection of a peer that watches trades, in this way if it can, and accounts for them
 * once it has been back for 5 s.
 */
async function cut({ exchange, peer, patience }, kind) {
  await begin(peer, [BTC], peer.watches.includes(kind) ? kind : 'trade')
  exchange.faults.reset()
  const since = Date.now() + 50
  const event = await nextEvent(peer, 'trade', BTC, since, patience)
  if (event !== undefined) await setTimeout(5_000)
  if (peer.death !== undefined) return { end: `died with ${peer.death}` }
  if (event === undefined) return { end: `not back within ${seconds(patience)}` }
  return account(peer, BTC)
}

/** The ids between the two of a gap. */
export function between(text) {
  const [after, before] = text.split('|').map(Number)
  return Array.from({ length: before - after - 1 }, (_, index) => after + 1 + index)
}
