/**
 * Sends frames at a fixed rate, each as soon as it is due, stamped with the time of writing. It
 * does not wait for a slow client: frames queue up, and their age shows it.
 */
import { Buffer } from 'node:buffer'
import { setImmediate, setTimeout } from 'node:timers'
import { now } from '../clock.mjs'
import { idPlaces, renumber, spans } from './renumber.mjs'
import { encode } from './segments.mjs'

/** The times of a trade, event and trade time: peers deliver one or the other. */
const STAMPS = ['"E":', '"T":']
const DIGITS = 13
/** Frames of the tape that are used. */
const LENGTH = 50_000
/**
 * Milliseconds until the rate is reached, growing linearly: code that was just loaded would fall
 * behind.
 */
const RAMP = 1_000
/** Bytes that may wait for a client. Beyond it, sending stops; the ages show why. */
const MAX_BYTES = 256 * 1024 * 1024

/**
 * Starts immediately. `stop` ends it and returns the number of frames sent.
 *
 * `rate` is frames a second, `every` the milliseconds between two writes, where frames are not
 * written as soon as they are due, and `skew` the milliseconds by which each connection gets a
 * frame later than the one before it.
 */
export function sendAtFixedRate(tape, connections, { rate, every, skew = 0 }) {
  const used = tape.slice(0, LENGTH)
  const spanOf = spans(used)
  const frames = used.map(entry => {
    const indexes = [...connections.keys()].filter(index => connections[index].streams.has(entry.stream))
    const combined = connections[indexes[0]].combined
    const bytes = encode(entry, combined)
    const stamps = STAMPS.filter(key => bytes.includes(key)).map(key => bytes.indexOf(key) + key.length)
    return { indexes, bytes, stamps, places: idPlaces(entry, combined, bytes.length, spanOf) }
  })
  const begun = now()
  let sent = 0
  let isRunning = true
  const step = () => {
    if (!isRunning) return
    const time = now()
    const due = Math.floor(dueAfter((time - begun) / 1e3) * (rate / 1e3))
    if (due > sent) write(due, time)
    if (every === undefined) setImmediate(step)
    else setTimeout(step, every)
  }
  step()

  /** Milliseconds' worth of frames at the full rate, `milliseconds` after the start. */
  function dueAfter(milliseconds) {
    return milliseconds < RAMP ? milliseconds ** 2 / (2 * RAMP) : milliseconds - RAMP / 2
  }

  /** All that are due, in one write a connection. */
  function write(due, time) {
    const digits = String(time)
    const parts = new Map()
    for (; sent < due; sent++) {
      const { indexes, bytes, stamps, places } = frames[sent % frames.length]
      for (const stamp of stamps) bytes.latin1Write(digits, stamp, DIGITS)
      renumber(bytes, places, Math.floor(sent / frames.length))
      const copy = Buffer.from(bytes)
      for (const index of indexes) {
        if (!parts.has(index)) parts.set(index, [])
        parts.get(index).push(copy)
      }
    }
    for (const [index, part] of parts) {
      const piece = part.length === 1 ? part[0] : Buffer.concat(part)
      if (skew === 0 || index === 0) send(index, piece)
      else setTimeout(() => send(index, piece), skew * index)
    }
  }

  function send(index, piece) {
    const { socket } = connections[index]
    if (socket.writableLength > MAX_BYTES) isRunning = false
    if (!socket.destroyed) socket.write(piece)
  }

  return {
    stop: async () => {
      isRunning = false
      return sent
    },
  }
}
