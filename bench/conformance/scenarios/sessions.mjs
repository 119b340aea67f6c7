/** Scenarios of sessions that end while another one may carry their streams. */
import { setTimeout } from 'node:timers/promises'
import { BTC, LIVELY, account, begin, counted, nextEvent, seconds } from './observe.mjs'
import { between } from './losses.mjs'

/** In place of 24 hours, milliseconds. */
const LIFE = 12_000
const BUSY = { ...LIVELY, symbols: [{ symbol: BTC, tradesPerSecond: 200 }], limits: { maxAge: LIFE } }
/** Cuts of one of two sessions, one a second. */
const CUTS = 60

export const sessions = {
  expiryReported: {
    title: 'The 24 hours of a connection are over: which trades are missing?',
    market: BUSY,
    async run(context) {
      const { missing, repeated, end } = await expire(context, 'gaps')
      if (end !== undefined) return { passed: false, text: end }
      const reported = context.peer.eventsOf('gap', BTC).flatMap(({ text }) => between(text))
      const isExact = JSON.stringify(reported) === JSON.stringify(missing)
      return {
        passed: isExact && repeated === 0,
        text:
          missing.length === 0
            ? 'nothing lost'
            : `${counted(missing.length, 'trade')} lost, ${isExact ? 'exactly these' : reported.length} reported`,
      }
    },
  },
  expiry: {
    title: 'The 24 hours of a connection are over: does it cost anything?',
    market: BUSY,
    async run(context) {
      const { missing, repeated, end } = await expire(context, 'rotated')
      if (end !== undefined) return { passed: false, text: end }
      return {
        passed: missing.length + repeated === 0,
        text: `${missing.length} lost, ${repeated} delivered twice`,
      }
    },
  },
  mirrored: {
    title: 'One of two connections, or the only one, is cut every second for a minute',
    market: { ...LIVELY, symbols: [{ symbol: BTC, tradesPerSecond: 200 }] },
    async run({ exchange, peer, patience }) {
      const isMirrored = peer.watches.includes('mirrored')
      await begin(peer, [BTC], isMirrored ? 'mirrored' : 'trade')
      let cuts = 0
      for (let second = 0; second < CUTS; second++) {
        // Never the last of two.
        if (exchange.connections.length > (isMirrored ? 1 : 0)) {
          exchange.faults.reset({ connection: second % 2 === 0 ? 'oldest' : 'newest' })
          cuts++
        }
        await setTimeout(1_000)
      }
      const back = await nextEvent(peer, 'trade', BTC, Date.now(), patience)
      if (peer.death !== undefined) return { passed: false, text: `died with ${peer.death}` }
      if (back === undefined) return { passed: false, text: `not back within ${seconds(patience)}` }
      const { lost, repeated } = account(peer, BTC)
      return {
        passed: lost + repeated === 0,
        text: `${cuts} cuts, ${lost} lost, ${repeated} delivered twice`,
      }
    },
  },
}

/** Lets the life of a peer's connection end, and accounts for its trades 5 s later. */
async function expire({ exchange, peer, patience }, kind) {
  await begin(peer, [BTC], peer.watches.includes(kind) ? kind : 'trade')
  await setTimeout(LIFE)
  const event = await nextEvent(peer, 'trade', BTC, Date.now(), patience)
  if (event !== undefined) await setTimeout(5_000)
  if (peer.death !== undefined) return { end: `died with ${peer.death}` }
  if (event === undefined) return { end: `not back within ${seconds(patience)}` }
  if (exchange.attempts < 2) return { end: 'its connection has not ended' }
  return account(peer, BTC)
}
