/** Scenarios in which connections end. */
import { setTimeout } from 'node:timers/promises'
import { BTC, ETH, LIVELY, counted, seconds, nextEvent, begin, account, returned } from './observe.mjs'

export const connections = {
  drop: {
    title: 'The exchange closes the connection (1001)',
    market: LIVELY,
    run: context => interrupted(context, ({ faults }) => faults.drop({ code: 1001 })),
  },
  reset: {
    title: 'The line is cut (1006)',
    market: LIVELY,
    run: context => interrupted(context, ({ faults }) => faults.reset()),
  },
  unavailable: {
    title: 'The line is cut, and connections are refused (503) for twelve seconds',
    market: LIVELY,
    async run({ exchange, peer, patience }) {
      await begin(peer, [BTC])
      const clear = exchange.faults.refuse({ status: 503 })
      exchange.faults.reset()
      const times = []
      for (const end = Date.now() + 12_000; Date.now() < end; await setTimeout(5)) {
        if (exchange.refused > times.length) times.push(Date.now())
      }
      clear()
      const cleared = Date.now()
      const event = await nextEvent(peer, 'trade', BTC, cleared, patience)
      const gaps = times.slice(1).map((time, index) => time - times[index])
      const pace =
        gaps.length === 0 ? '' : `, ${seconds(gaps[0])} apart at first and ${seconds(gaps.at(-1))} at last`
      const end = peer.death
        ? `died with ${peer.death}`
        : event
          ? `back ${seconds(event.at - cleared)} after`
          : `not back within ${seconds(patience)}`
      return {
        passed: event !== undefined && times.length <= 12,
        text: `${counted(times.length, 'attempt')}${pace}; ${end}`,
      }
    },
  },
  halfOpen: {
    title: 'The link dies without a word',
    market: LIVELY,
    async run({ exchange, peer, patience }) {
      await begin(peer, [BTC])
      exchange.faults.halfOpen()
      const since = Date.now()
      return returned(peer, await nextEvent(peer, 'trade', BTC, since + 500, patience), since, patience)
    },
  },
  shutdown: {
    title: 'The exchange announces its end, and closes five seconds later',
    market: { ...LIVELY, symbols: [{ symbol: BTC, tradesPerSecond: 1_000 }] },
    atOnce: 2,
    async run({ exchange, peer, patience }) {
      await begin(peer, [BTC])
      exchange.shutdown({ grace: 5_000 })
      await setTimeout(5_200)
      const event = await nextEvent(peer, 'trade', BTC, Date.now(), patience)
      await setTimeout(3_000)
      const { lost, repeated, text } = account(peer, BTC)
      if (event === undefined) return { passed: false, text: 'not back' }
      return { passed: lost + repeated === 0, text: text || 'nothing lost' }
    },
  },
  renewal: {
    title: 'The client renews its connection by itself, and the new one is cut',
    market: LIVELY,
    // In place of its 23 hours.
    env: { RENEWAL_MILLISECONDS: '6000' },
    async run({ exchange, peer, patience }) {
      if (peer.name !== 'binance-spot') return undefined
      await begin(peer, [BTC])
      const { attempts } = exchange
      for (const end = Date.now() + 15_000; exchange.attempts === attempts && Date.now() < end;)
        await setTimeout(50)
      await setTimeout(2_000)
      const { repeated } = account(peer, BTC)
      exchange.faults.reset()
      const since = Date.now()
      const back = await nextEvent(peer, 'trade', BTC, since + 500, patience)
      return {
        passed: repeated === 0 && back !== undefined,
        text: `${repeated} trades delivered twice in the change; cut, ${back ? `back after ${seconds(back.at - since)}` : `never back within ${seconds(patience)}`}`,
      }
    },
  },
}

async function interrupted({ exchange, peer, patience }, interrupt) {
  await begin(peer, [BTC, ETH])
  const before = exchange.connections.length
  interrupt(exchange)
  const since = Date.now()
  const event = await nextEvent(peer, 'trade', BTC, since + 50, patience)
  if (peer.death !== undefined) return { passed: false, text: `died with ${peer.death}` }
  if (event === undefined) return { passed: false, text: `not back within ${seconds(patience)}` }
  await setTimeout(5_000)
  const { repeated } = account(peer, BTC)
  const now = exchange.connections.length
  const both = (await nextEvent(peer, 'trade', ETH, Date.now() - 2_000, 5_000)) !== undefined
  return {
    passed: repeated === 0 && now === before && both,
    text: [
      `back after ${seconds(event.at - since)}`,
      ...(both ? [] : ['one of two streams only']),
      ...(repeated > 0 ? [`${counted(repeated, 'trade')} delivered twice`] : []),
      ...(now === before ? [] : [`${now} connections in the place of ${before}`]),
    ].join('; '),
  }
}
