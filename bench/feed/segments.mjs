/**
 * The tape cut into large pieces, and each piece into what every connection gets of it, encoded
 * before anything is timed.
 */
import { Buffer } from 'node:buffer'
import { idPlaces, spans } from './renumber.mjs'
import { frame } from './websocket.mjs'

/** Bytes of a piece for each connection, and at most in total. */
const PIECE = 256 * 1024
const MAX_BYTES = 8 * 1024 * 1024

/** A frame as a connection has it: raw connections get the payload alone. */
export const encode = ({ stream, text }, combined) =>
  frame(combined ? text : text.slice(`{"stream":"${stream}","data":`.length, -1))

/**
 * Pieces of the tape, each `{ count, bytes, places }`: the number of frames, a buffer for each
 * connection or none, and where the ids in it are. A connection is given as `{ combined, streams }`. All get their
 * share of a piece before any gets more, so that what arrives is mixed as on the tape.
 */
export function segments(tape, connections) {
  const most = Math.min(MAX_BYTES, PIECE * connections.length)
  const takers = new Map()
  connections.forEach(({ streams }, index) => {
    for (const stream of streams) takers.set(stream, [...(takers.get(stream) ?? []), index])
  })
  const pieces = []
  const spanOf = spans(tape)
  let parts = connections.map(() => [])
  let places = connections.map(() => [])
  let ends = connections.map(() => 0)
  let count = 0
  let size = 0
  const cut = () => {
    if (count > 0)
      pieces.push({ count, bytes: parts.map(part => part.length > 0 && Buffer.concat(part)), places })
    parts = connections.map(() => [])
    places = connections.map(() => [])
    ends = connections.map(() => 0)
    count = 0
    size = 0
  }
  for (const entry of tape) {
    for (const index of takers.get(entry.stream) ?? []) {
      const { combined } = connections[index]
      const bytes = encode(entry, combined)
      parts[index].push(bytes)
      ends[index] += bytes.length
      places[index].push(...idPlaces(entry, combined, ends[index], spanOf))
      size += bytes.length
    }
    if (takers.has(entry.stream)) count++
    if (size >= most) cut()
  }
  cut()
  return pieces
}
