/** What peers do when something goes wrong: each trial makes one thing happen on an exchange of its own, and looks. */
import { setTimeout } from 'node:timers/promises'
import { openReference } from './reference.mjs'

const BTC = 'BTCUSDT'
const ETH = 'ETHUSDT'
const MANY = Array.from({ length: 40 }, (_, index) => `AA${String(index).padStart(2, '0')}USDT`)
const LIVELY = { seed: 3, symbols: [BTC, ETH], preset: 'wild' }

const counted = (count, thing) => `${count} ${thing}${count === 1 ? '' : 's'}`
const seconds = milliseconds => `${(milliseconds / 1e3).toFixed(1)} s`
const streamOf = symbol => `${symbol.toLowerCase()}@trade`

/** Waits for the first event of a symbol after a moment; undefined if none comes in so many milliseconds. */
async function nextEvent(peer, kind, symbol, since, patience) {
  for (
    const end = Date.now() + patience;
    Date.now() < end && peer.death === undefined;
    await setTimeout(20)
  ) {
    const event = peer.told(kind, symbol).find(({ at }) => at > since)
    if (event !== undefined) return event
  }
  return undefined
}

/** Watches trades of these symbols, one after the other, until each has told some. */
async function begin(peer, symbols) {
  for (const symbol of symbols) {
    await peer.watch('trade', symbol)
    if ((await nextEvent(peer, 'trade', symbol, 0, 15_000)) === undefined)
      throw new Error(`tells no trade of ${symbol}`)
  }
  await setTimeout(1_000)
}

/** Trade ids have no holes: what is missing between the first and the last was lost, what came twice is a duplicate. */
function account(peer, symbol) {
  const ids = peer.told('trade', symbol).map(({ id }) => id)
  const distinct = new Set(ids).size
  const lost = Math.max(...ids) - Math.min(...ids) + 1 - distinct
  const repeated = ids.length - distinct
  const text = [
    ...(lost > 0 ? [`${counted(lost, 'trade')} lost`] : []),
    ...(repeated > 0 ? [`${repeated} told twice`] : []),
  ].join(', ')
  return { lost, repeated, text }
}

const carrying = (exchange, stream) =>
  exchange.connections.filter(({ subscriptions }) => subscriptions.includes(stream)).length
const asked = ({ received }, stream) =>
  received.filter(
    ({ kind, text }) => kind === 'message' && text.includes('"SUBSCRIBE"') && text.includes(`"${stream}"`),
  )

/** By name: `title`, `market` for `createExchange`, and `run`, which tells whether it went well and what happened. */
export const trials = {
  twice: {
    title: 'Two consumers ask for the same stream; one leaves',
    market: LIVELY,
    async run({ exchange, peer }) {
      await begin(peer, [BTC])
      const second = await peer.watch('trade', BTC)
      await setTimeout(2_000)
      const commands = asked(exchange, streamOf(BTC)).length
      const connections = carrying(exchange, streamOf(BTC))
      await peer.leave(second)
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
        peer.told('trade', symbol).some(({ at }) => at > Date.now() - 8_000),
      ).length
      const messages = exchange.received.filter(({ kind, at }) => kind === 'message' && at >= since)
      const busiest = exchange.maxMessagesInAnySecond()
      // What comes after the sixth is not read any more.
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
  refuse: {
    title: 'The line is cut, and connections are refused (503) for twelve seconds',
    market: LIVELY,
    async run({ exchange, peer, patience }) {
      await begin(peer, [BTC])
      const lift = exchange.faults.refuse({ status: 503 })
      exchange.faults.reset()
      const times = []
      for (const end = Date.now() + 12_000; Date.now() < end; await setTimeout(5)) {
        if (exchange.refused > times.length) times.push(Date.now())
      }
      lift()
      const lifted = Date.now()
      const event = await nextEvent(peer, 'trade', BTC, lifted, patience)
      const gaps = times.slice(1).map((time, index) => time - times[index])
      const pace =
        gaps.length === 0 ? '' : `, ${seconds(gaps[0])} apart at first and ${seconds(gaps.at(-1))} at last`
      const end = peer.death
        ? `died with ${peer.death}`
        : event
          ? `back ${seconds(event.at - lifted)} after`
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
  shutdown: {
    title: 'The exchange announces its end, and closes five seconds later',
    market: { ...LIVELY, symbols: [{ symbol: BTC, tradesPerSecond: 1_000 }] },
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
      const text = peer.death ? `died with ${peer.death}` : event ? 'goes on' : 'tells nothing any more'
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
      const lift = exchange.faults.stutter({ pause: 3_000 })
      await setTimeout(3_200)
      lift()
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
      if ((await nextEvent(peer, 'book', BTC, 0, 15_000)) === undefined) throw new Error('tells no book')
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
      const later = peer.told('book', BTC).filter(({ at }) => at > since)
      const right = later.find(isRight)
      const wrong = later.filter(
        book => reference.bookAt(BTC, book.id) !== undefined && !isRight(book),
      ).length
      const other = peer.told('book', ETH).filter(({ at }) => at > since - 300)
      const pause = Math.max(...other.slice(1).map(({ at }, index) => at - other[index].at), 0)
      return {
        passed: right !== undefined && wrong === 0 && pause < 1_000,
        text: [
          right
            ? `right again after ${seconds(right.at - since + 300)}`
            : later.length > 0
              ? 'never right again'
              : `tells nothing of it any more in ${seconds(patience)}`,
          ...(wrong > 0 ? [`${wrong} wrong books told`] : []),
          `the other book pauses for ${seconds(pause)} at most`,
          ...(exchange.attempts > attempts ? ['a new connection'] : []),
        ].join('; '),
      }
    },
  },
  renewal: {
    title: 'The client renews its connection by itself, and the new one is cut',
    market: LIVELY,
    // After 23 hours, unless told otherwise.
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
        text: `${repeated} trades told twice in the change; cut, ${back ? `back after ${seconds(back.at - since)}` : `never back within ${seconds(patience)}`}`,
      }
    },
  },
}

function returned(peer, event, since, patience) {
  if (peer.death !== undefined) return { passed: false, text: `died with ${peer.death}` }
  if (event === undefined) return { passed: false, text: `not seen within ${seconds(patience)}` }
  return { passed: true, text: `back after ${seconds(event.at - since)}` }
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
      ...(repeated > 0 ? [`${counted(repeated, 'trade')} told twice`] : []),
      ...(now === before ? [] : [`${now} connections in the place of ${before}`]),
    ].join('; '),
  }
}
