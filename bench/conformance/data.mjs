/** Compares every stream and REST response that a peer delivers with the exchange's own record. */
import { setTimeout } from 'node:timers/promises'
import { createExchange } from '../../dist/esm/simulator/index.js'
import { protocolFor, startPeer } from './peer.mjs'
import { normalize, normalizeBook } from './normalize.mjs'
import { openReference } from './reference.mjs'

const SYMBOLS = ['BTCUSDT', 'ETHUSDT']
const STREAMS = ['ticker', 'trade', 'kline', 'depth']
const ANSWERS = ['ticker', 'trades', 'klines', 'depth']

/**
 * For each peer a result for each stream, each response and the book, over `updates` diffs of each
 * book.
 */
export async function compareData(names, updates) {
  const exchange = createExchange({
    seed: 5,
    symbols: SYMBOLS,
    preset: 'wild',
    protocol: protocolFor(names),
    limits: { weightPerMinute: Infinity },
  })
  const address = await exchange.listen()
  const reference = openReference(exchange, SYMBOLS, { isCompared: true })
  const peers = await Promise.all(
    names.map(name => startPeer(name, address).catch(error => stillborn(name, error))),
  )
  // One that fails has no events to show, as its row states.
  await Promise.all(peers.map(peer => watchAll(peer).catch(() => {})))
  while (reference.sent('depth', SYMBOLS[0]).length < updates + 20) await setTimeout(500)
  const streams = peers.map(peer => ({
    ...Object.fromEntries(STREAMS.map(kind => [kind, streamVerdict(peer, kind, reference)])),
    book: bookVerdict(peer, reference),
  }))
  // One after the other: each freezes the book while it asks.
  const answers = []
  for (const peer of peers) answers.push(await askAll(peer, exchange))
  const agreement = SYMBOLS.map(symbol => reference.agreement(symbol))
  for (const peer of peers) peer.stop()
  await exchange.close()
  return {
    rows: peers.map(({ name }, index) => ({ name, streams: streams[index], answers: answers[index] })),
    agreement,
  }
}

/** In the place of a peer that did not open. */
function stillborn(name, { message }) {
  return { name, watches: STREAMS, asks: [], death: message, eventsOf: () => [], watch: fail, stop() {} }
}

async function fail() {
  throw new Error('did not open')
}

async function watchAll(peer) {
  for (const kind of STREAMS.filter(kind => peer.watches.includes(kind))) {
    for (const symbol of SYMBOLS) {
      await peer.watch(kind, symbol)
      // Below five messages a second: not every peer limits its own rate.
      await setTimeout(400)
    }
  }
  if (peer.watches.includes('book')) await peer.watch('book', SYMBOLS)
}

/** Each event of the peer must be one that the exchange sent, after the previous one. */
function streamVerdict(peer, kind, reference) {
  if (!peer.watches.includes(kind)) return undefined
  let count = 0
  let missed = 0
  let wrong
  for (const symbol of SYMBOLS) {
    const sent = reference.sent(kind, symbol)
    let next = -1
    for (const { text } of peer.eventsOf(kind, symbol)) {
      const at = sent.indexOf(text, Math.max(0, next))
      if (at < 0)
        wrong ??= `${sent.includes(text) ? 'delivered twice or late' : 'never sent'}: ${text.slice(0, 80)}`
      else {
        if (next >= 0) missed += at - next
        next = at + 1
        count++
      }
    }
  }
  if (peer.death !== undefined) return { passed: false, text: `died with ${peer.death}` }
  if (count === 0) return { passed: false, text: 'nothing' }
  if (wrong !== undefined) return { passed: false, text: wrong }
  return { passed: missed === 0, text: missed === 0 ? `${count}` : `${count}, ${missed} missed` }
}

/**
 * Each book of the peer must equal the engine's at its update id. The first may be a snapshot, at
 * an id between two diffs.
 */
function bookVerdict(peer, reference) {
  if (!peer.watches.includes('book')) return undefined
  let equal = 0
  let other
  for (const symbol of SYMBOLS) {
    peer.eventsOf('book', symbol).forEach(({ id, text }, index) => {
      const expected = reference.bookAt(symbol, id)
      if (expected === text) equal++
      else if (expected !== undefined) other ??= `${symbol} at ${id}: ${difference(text, expected)}`
      else if (index > 0) other ??= `${symbol} at ${id}: no diff ends there`
    })
  }
  if (peer.death !== undefined) return { passed: false, text: `died with ${peer.death}` }
  return {
    passed: equal > 0 && other === undefined,
    text: other === undefined ? `${equal}` : `${equal} equal; ${other}`,
  }
}

function difference(text, expected) {
  const [levels, others] = [text, expected].map(one => new Set(one.split(/[ |]/)))
  const more = [...levels].filter(level => !others.has(level))
  const less = [...others].filter(level => !levels.has(level))
  return `${more.length} levels too many (${more[0] ?? ''}), ${less.length} missing (${less[0] ?? ''})`
}

/** Compares responses with the exchange's own, taken in process at the same time. */
async function askAll(peer, exchange) {
  const [symbol] = SYMBOLS
  const own = (path, parameters = '') =>
    JSON.parse(exchange.rest(`/api/v3/${path}?symbol=${symbol}${parameters}`).body)
  const verdicts = {}
  for (const kind of ANSWERS.filter(kind => peer.asks.includes(kind))) {
    // The book is frozen while both ask.
    const release = exchange.faults.staleSnapshots({ symbol })
    try {
      const got = await peer.ask(kind, symbol)
      verdicts[kind] = isOwn(kind, got, own)
    } catch (error) {
      verdicts[kind] = { passed: false, text: error.message.slice(0, 120) }
    }
    release()
  }
  return verdicts
}

function isOwn(kind, got, own) {
  const verdict = (passed, text) => ({ passed, text: passed ? '' : text })
  if (kind === 'depth') {
    const { lastUpdateId, bids, asks } = own('depth', '&limit=1000')
    const expected = normalizeBook([lastUpdateId, bids, asks])
    return verdict(
      got[0] === lastUpdateId && got[1] === expected,
      `the book at ${lastUpdateId} comes as another at ${got[0]}`,
    )
  }
  const trades = own('trades', '&limit=1000')
  if (kind === 'ticker')
    return verdict(
      trades.some(({ price }) => normalize([price]) === got),
      `no trade at ${got}`,
    )
  const expected =
    kind === 'trades'
      ? trades.map(({ id, price, qty }) => normalize([id, price, qty]))
      : own('klines', '&interval=1m&limit=1000').map(kline => normalize(kline.slice(0, 6)))
  // The newest kline changes while both ask.
  const fixed = kind === 'klines' ? got.slice(0, -1) : got
  const strange = fixed.find(text => !expected.includes(text))
  return verdict(fixed.length > 0 && strange === undefined, strange ?? 'nothing')
}
