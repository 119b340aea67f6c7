/** Scenarios of subscriptions. */
import { setTimeout } from 'node:timers/promises'
import {
  BTC,
  ETH,
  MANY,
  LIVELY,
  counted,
  streamOf,
  nextEvent,
  begin,
  carrying,
  asked,
  returned,
} from './observe.mjs'

export const subscriptions = {
  twice: {
    title: 'Two consumers ask for the same stream; one leaves',
    market: LIVELY,
    async run({ exchange, peer }) {
      await begin(peer, [BTC])
      const second = await peer.watch('trade', BTC)
      await setTimeout(2_000)
      const commands = asked(exchange, streamOf(BTC)).length
      const connections = carrying(exchange, streamOf(BTC))
      await peer.unsubscribe(second)
      const left = Date.now() + 500
      const goesOn = (await nextEvent(peer, 'trade', BTC, left, 5_000)) !== undefined
      const how =
        connections > 1
          ? `on ${connections} connections`
          : `asked for ${commands > 1 ? `${commands} times` : 'once'}`
      return {
        passed: goesOn && commands <= 1,
        text: `${how}; the other ${goesOn ? 'goes on' : 'gets nothing any more'}`,
      }
    },
  },
  loop: {
    title: 'Forty more symbols are asked for in a loop',
    market: { seed: 3, symbols: [BTC, ...MANY], preset: 'calm' },
    async run({ exchange, peer }) {
      await begin(peer, [BTC])
      const since = Date.now()
      await Promise.all(MANY.map(symbol => peer.watch('trade', symbol)))
      await setTimeout(20_000)
      const live = MANY.filter(symbol =>
        peer.eventsOf('trade', symbol).some(({ at }) => at > Date.now() - 8_000),
      ).length
      const messages = exchange.received.filter(({ kind, at }) => kind === 'message' && at >= since)
      const busiest = exchange.maxMessagesInAnySecond()
      // The exchange reads no message after the sixth.
      const burst = messages.slice(0, 6)
      const took = burst.length > 0 ? burst.at(-1).at - burst[0].at : 0
      return {
        passed: busiest <= 5 && live === MANY.length,
        text: [
          ...(busiest > 5 ? [`${burst.length} messages in ${took} ms, which closes the connection`] : []),
          ...(busiest <= 5 && messages.length > 0
            ? [`${counted(messages.length, 'message')}, at most ${busiest} a second`]
            : []),
          `${counted(exchange.attempts, 'connection')} opened, ${exchange.connections.length} left`,
          `${live} of ${MANY.length} live after 20 s`,
        ].join('; '),
      }
    },
  },
  forget: {
    title: 'The exchange forgets one of two streams',
    market: LIVELY,
    async run({ exchange, peer, patience }) {
      await begin(peer, [BTC, ETH])
      exchange.faults.forget(streamOf(BTC))
      const since = Date.now()
      return returned(peer, await nextEvent(peer, 'trade', BTC, since + 500, patience), since, patience)
    },
  },
}
