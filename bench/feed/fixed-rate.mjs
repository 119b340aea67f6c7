/**
 * Sends frames at a fixed rate, each as soon as it is due, stamped with the time of writing. It
 * does not wait for a slow client: frames queue up, and their age shows it.
 */
import { Buffer } from 'node:buffer'
import { setImmediate } from 'node:timers'
import { now } from '../clock.mjs'
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

/** Starts immediately. `stop` ends it and returns the number of frames sent. */
export function sendAtFixedRate(tape, connections, rate) {
  const frames = tape.slice(0, LENGTH).map(entry => {
    const index = connections.findIndex(({ streams }) => streams.has(entry.stream))
    const bytes = encode(entry, connections[index].combined)
    const stamps = STAMPS.map(key => bytes.indexOf(key) + key.length)
    return { index, bytes, stamps }
  })
  const begun = now()
  let sent = 0
  let isRunning = true
  const step = () => {
    if (!isRunning) return
    const time = now()
    const due = Math.floor(dueAfter((time - begun) / 1e3) * (rate / 1e3))
    if (due > sent) write(due, time)
    setImmediate(step)
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
      const { index, bytes, stamps } = frames[sent % frames.length]
      for (const stamp of stamps) bytes.latin1Write(digits, stamp, DIGITS)
      if (!parts.has(index)) parts.set(index, [])
      parts.get(index).push(Buffer.from(bytes))
    }
    for (const [index, part] of parts) {
      const { socket } = connections[index]
      if (socket.writableLength > MAX_BYTES) isRunning = false
      socket.write(part.length === 1 ? part[0] : Buffer.concat(part))
    }
  }

  return {
    stop: async () => {
      isRunning = false
      return sent
    },
  }
}
