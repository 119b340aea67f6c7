/** Shared by the scenarios: a lively market, and observing the events of a peer. */
import { setTimeout } from 'node:timers/promises'

export const BTC = 'BTCUSDT'
export const ETH = 'ETHUSDT'
export const MANY = Array.from({ length: 40 }, (_, index) => `AA${String(index).padStart(2, '0')}USDT`)
export const LIVELY = { seed: 3, symbols: [BTC, ETH], preset: 'wild' }

export const counted = (count, thing) => `${count} ${thing}${count === 1 ? '' : 's'}`
export const seconds = milliseconds => `${(milliseconds / 1e3).toFixed(1)} s`
export const streamOf = symbol => `${symbol.toLowerCase()}@trade`

/**
 * The first event of a symbol after the time `since`, or `undefined` if none arrives within
 * `patience` milliseconds.
 */
export async function nextEvent(peer, kind, symbol, since, patience) {
  for (
    const end = Date.now() + patience;
    Date.now() < end && peer.death === undefined;
    await setTimeout(20)
  ) {
    const event = peer.eventsOf(kind, symbol).find(({ at }) => at > since)
    if (event !== undefined) return event
  }
  return undefined
}

/** Watches the trades of these symbols, one after the other, until each has delivered one. */
export async function begin(peer, symbols, kind = 'trade') {
  for (const symbol of symbols) {
    await peer.watch(kind, symbol)
    if ((await nextEvent(peer, 'trade', symbol, 0, 15_000)) === undefined)
      throw new Error(`delivers no trade of ${symbol}`)
  }
  await setTimeout(1_000)
}

/** Trade ids have no gaps: one that is missing between the first and the last was lost. */
export function account(peer, symbol) {
  const ids = peer.eventsOf('trade', symbol).map(({ id }) => id)
  const seen = new Set(ids)
  const distinct = seen.size
  const missing = []
  for (let id = Math.min(...ids), last = Math.max(...ids); id < last; id++)
    if (!seen.has(id)) missing.push(id)
  const lost = missing.length
  const repeated = ids.length - distinct
  const text = [
    ...(lost > 0 ? [`${counted(lost, 'trade')} lost`] : []),
    ...(repeated > 0 ? [`${repeated} delivered twice`] : []),
  ].join(', ')
  const isOrdered = ids.every((id, index) => index === 0 || id > ids[index - 1])
  return { lost, missing, repeated, isOrdered, text }
}

export const carrying = (exchange, stream) =>
  exchange.connections.filter(({ subscriptions }) => subscriptions.includes(stream)).length
export const asked = ({ received }, stream) =>
  received.filter(
    ({ kind, text }) => kind === 'message' && text.includes('"SUBSCRIBE"') && text.includes(`"${stream}"`),
  )

/** Whether a peer recovered in time. */
export function returned(peer, event, since, patience) {
  if (peer.death !== undefined) return { passed: false, text: `died with ${peer.death}` }
  if (event === undefined) return { passed: false, text: `not seen within ${seconds(patience)}` }
  return { passed: true, text: `back after ${seconds(event.at - since)}` }
}
