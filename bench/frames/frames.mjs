/** Frames as text: what a combined connection of Binance carries for one stream. */
import { Buffer } from 'node:buffer'
import { kinds } from './kinds.mjs'
import { market } from './market.mjs'

/** So many different frames of one stream, in the order in which the exchange would send them. */
export function frames(kind, symbol, { count, seed, levels }) {
  const stream = kinds[kind].stream(symbol)
  const state = market(symbol, seed, { levels })
  return Array.from({ length: count }, () => {
    state.step()
    return flat(`{"stream":"${stream}","data":${JSON.stringify(state.payload[kind]())}}`)
  })
}

/**
 * The same text in one piece of memory, like one from a socket: a joined string is a rope, which
 * costs more to read.
 */
export const flat = text => Buffer.from(text).toString('latin1')
