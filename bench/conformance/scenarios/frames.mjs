/** Scenarios of frames that are broken, delayed or missing. */
import { setTimeout } from 'node:timers/promises'
import { openReference } from '../reference.mjs'
import { BTC, ETH, LIVELY, seconds, streamOf, nextEvent, begin, account } from './observe.mjs'

export const frames = {
  garbage: {
    title: 'A frame is no JSON, another is cut short',
    market: LIVELY,
    async run({ exchange, peer }) {
      await begin(peer, [BTC])
      const { attempts } = exchange
      exchange.faults.garbage()
      exchange.faults.truncate({ stream: streamOf(BTC) })
      const since = Date.now() + 500
      const event = await nextEvent(peer, 'trade', BTC, since, 5_000)
      const text = peer.death ? `died with ${peer.death}` : event ? 'goes on' : 'delivers nothing any more'
      return {
        passed: event !== undefined && exchange.attempts === attempts,
        text: exchange.attempts > attempts ? `${text}, on another connection` : text,
      }
    },
  },
  burst: {
    title: 'Three seconds of 2,000 trades a second arrive at once',
    market: { ...LIVELY, symbols: [{ symbol: BTC, tradesPerSecond: 2_000 }] },
    async run({ exchange, peer }) {
      await begin(peer, [BTC])
      const clear = exchange.faults.stutter({ pause: 3_000 })
      await setTimeout(3_200)
      clear()
      await setTimeout(5_000)
      const { lost, repeated, text } = account(peer, BTC)
      return { passed: lost + repeated === 0, text: text || 'nothing lost' }
    },
  },
  gap: {
    title: 'A depth diff of one of two books is lost',
    market: LIVELY,
    async run({ exchange, peer, patience }) {
      if (!peer.watches.includes('book')) return undefined
      const reference = openReference(exchange, [BTC, ETH])
      await peer.watch('book', [BTC, ETH])
      if ((await nextEvent(peer, 'book', BTC, 0, 15_000)) === undefined) throw new Error('delivers no book')
      await setTimeout(3_000)
      const stream = `${BTC.toLowerCase()}@depth@100ms`
      const { id } = exchange.connections.find(
        ({ kind, subscriptions }) => kind === 'ws' && subscriptions.includes(stream),
      )
      const { attempts } = exchange
      exchange.faults.skip({ stream, connection: id })
      const since = Date.now() + 300
      await setTimeout(patience)
      const isRight = ({ symbol, id: at, text }) => reference.bookAt(symbol, at) === text
      const later = peer.eventsOf('book', BTC).filter(({ at }) => at > since)
      const right = later.find(isRight)
      const wrong = later.filter(
        book => reference.bookAt(BTC, book.id) !== undefined && !isRight(book),
      ).length
      const other = peer.eventsOf('book', ETH).filter(({ at }) => at > since - 300)
      const pause = Math.max(...other.slice(1).map(({ at }, index) => at - other[index].at), 0)
      return {
        passed: right !== undefined && wrong === 0 && pause < 1_000,
        text: [
          right
            ? `right again after ${seconds(right.at - since + 300)}`
            : later.length > 0
              ? 'never right again'
              : `delivers nothing of it any more in ${seconds(patience)}`,
          ...(wrong > 0 ? [`${wrong} wrong books delivered`] : []),
          `the other book pauses for ${seconds(pause)} at most`,
          ...(exchange.attempts > attempts ? ['a new connection'] : []),
        ].join('; '),
      }
    },
  },
}
