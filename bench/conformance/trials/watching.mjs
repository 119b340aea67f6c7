/** What all trials have in common: a lively market, and watching what a peer tells of it. */
import { setTimeout } from 'node:timers/promises'

export const BTC = 'BTCUSDT'
export const ETH = 'ETHUSDT'
export const MANY = Array.from({ length: 40 }, (_, index) => `AA${String(index).padStart(2, '0')}USDT`)
export const LIVELY = { seed: 3, symbols: [BTC, ETH], preset: 'wild' }

export const counted = (count, thing) => `${count} ${thing}${count === 1 ? '' : 's'}`
export const seconds = milliseconds => `${(milliseconds / 1e3).toFixed(1)} s`
export const streamOf = symbol => `${symbol.toLowerCase()}@trade`

/** Waits for the first event of a symbol after a moment; undefined if none comes in so many milliseconds. */
export async function nextEvent(peer, kind, symbol, since, patience) {
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
export async function begin(peer, symbols) {
  for (const symbol of symbols) {
    await peer.watch('trade', symbol)
    if ((await nextEvent(peer, 'trade', symbol, 0, 15_000)) === undefined)
      throw new Error(`tells no trade of ${symbol}`)
  }
  await setTimeout(1_000)
}

/** Trade ids have no holes: what is missing between the first and the last was lost, what came twice is a duplicate. */
export function account(peer, symbol) {
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

export const carrying = (exchange, stream) =>
  exchange.connections.filter(({ subscriptions }) => subscriptions.includes(stream)).length
export const asked = ({ received }, stream) =>
  received.filter(
    ({ kind, text }) => kind === 'message' && text.includes('"SUBSCRIBE"') && text.includes(`"${stream}"`),
  )

/** Whether a peer was back in time. */
export function returned(peer, event, since, patience) {
  if (peer.death !== undefined) return { passed: false, text: `died with ${peer.death}` }
  if (event === undefined) return { passed: false, text: `not seen within ${seconds(patience)}` }
  return { passed: true, text: `back after ${seconds(event.at - since)}` }
}
