/**
 * Sends as fast as the client reads: large writes, the next when all connections have taken the
 * previous one.
 *
 * The system buffers megabytes for each connection, so that a client with many connections would
 * have gigabytes ahead of it. Some of many connections therefore end each piece with a ping, and a
 * piece is sent when the last but one is answered.
 */
import { Buffer } from 'node:buffer'
import { renumber } from './renumber.mjs'
import { segments } from './segments.mjs'
import { frame, PING } from './websocket.mjs'

const PINGED = 8

/** Starts immediately. `stop` ends it and returns the number of frames sent. */
export function sendAtMaxRate(tape, connections) {
  const pieces = segments(tape, connections)
  const every = Math.ceil(connections.length / PINGED)
  const pinged = connections.length > 1 ? connections.filter((_, index) => index % every === 0) : []
  let isRunning = true
  const done = (async () => {
    let sent = 0
    let before = []
    for (let at = 0; isRunning && connections.some(isOpen); at++) {
      const { count, bytes, places } = pieces[at % pieces.length]
      const round = Math.floor(at / pieces.length)
      connections.forEach(({ socket }, index) => {
        if (bytes[index] === false) return
        // A copy, as the socket may still hold the bytes of the last round.
        const copy = Buffer.from(bytes[index])
        renumber(copy, places[index], round)
        socket.write(copy)
      })
      sent += count
      await Promise.all([...connections.map(taken), ...before])
      before = pinged.map(answered)
    }
    return sent
  })()
  return {
    stop: () => {
      isRunning = false
      return done
    },
  }
}

const isOpen = ({ socket }) => !socket.destroyed

function taken({ socket, on }) {
  return socket.writableNeedDrain && !socket.destroyed && new Promise(resolve => (on.drain = resolve))
}

function answered({ socket, on }) {
  if (socket.destroyed) return undefined
  return new Promise(resolve => {
    on.pong = resolve
    socket.write(frame('', PING))
  })
}
