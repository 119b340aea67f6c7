/** Scenarios of frames that are broken, delayed or missing. */
import { setTimeout } from 'node:timers/promises'
import { openReference } from '../reference.mjs'
import { BTC, ETH, LIVELY, counted, seconds, streamOf, nextEvent, begin, account } from './observe.mjs'

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
    atOnce: 1,
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
    atOnce: 1,
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
      const diffs = reference.timesOf(BTC).length
      exchange.faults.skip({ stream, connection: id })
      // The first diff after this is lost.
      while (reference.timesOf(BTC).length === diffs) await setTimeout(1)
      const since = Date.now()
      await setTimeout(patience)
      const after = kind => peer.eventsOf(kind, BTC).filter(({ at }) => at >= since)
      const isRight = ({ symbol, id: at, text }) => reference.bookAt(symbol, at) === text
      const [notice] = after('notice')
      const known = after('book').filter(book => reference.bookAt(BTC, book.id) !== undefined)
      const wrong = known.filter(book => !isRight(book))
      const later = known.filter(({ at }) => at >= (notice?.at ?? since))
      const right = later.find(isRight)
      const other = peer.eventsOf('book', ETH).filter(({ at }) => at >= since)
      const pause = maxPause(other.map(({ at }) => at))
      // The exchange pauses where the machine is busy.
      const ownPause = maxPause(reference.timesOf(ETH).filter(at => at >= since))
      return {
        passed: right !== undefined && wrong.length === 0 && notice !== undefined && pause < ownPause + 1_000,
        text: [
          notice ? `noticed after ${seconds(notice.at - since)}` : 'not noticed',
          wrong.length > 0
            ? `${counted(wrong.length, 'wrong book')} delivered as right`
            : 'no wrong book delivered',
          right
            ? `right again after ${seconds(right.at - since)}`
            : later.length > 0
              ? 'never right again'
              : `nothing of it any more in ${seconds(patience)}`,
          pause < ownPause + 1_000 ? 'the other book goes on' : `the other book pauses for ${seconds(pause)}`,
          ...(exchange.attempts > attempts ? ['a new connection'] : []),
        ].join('; '),
      }
    },
  },
  top: {
    title: 'The book is asked for with 20 levels',
    market: LIVELY,
    atOnce: 1,
    async run({ exchange, peer }) {
      if (!peer.watches.includes('top')) return undefined
      const reference = openReference(exchange, [BTC])
      await peer.watch('top', BTC)
      await setTimeout(60_000)
      const books = peer.eventsOf('top', BTC).filter(({ id }) => reference.bookAt(BTC, id) !== undefined)
      if (books.length === 0) throw new Error('delivers no book')
      const wrong = books.filter(({ id, text }) => !isTop(text, reference.bookAt(BTC, id))).length
      const depths = books.flatMap(({ text }) => sides(text).map(side => side.length))
      return {
        passed: wrong === 0,
        text: `${wrong} of ${counted(books.length, 'book')} wrong; ${Math.min(...depths)} to ${Math.max(...depths)} levels a side`,
      }
    },
  },
}

const sides = text => text.split('|').map(side => side.split(' ').filter(level => level !== ''))

/** Whether each side has the best levels of the book, without a hole, however many. */
function isTop(text, book) {
  const whole = sides(book)
  return sides(text).every((side, index) => side.every((level, at) => level === whole[index][at]))
}

const maxPause = times => Math.max(...times.slice(1).map((time, index) => time - times[index]), 0)
