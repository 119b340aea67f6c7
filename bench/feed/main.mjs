/**
 * The feed: a process that serves one source of frames, like Binance, to one client after another.
 * A client subscribes in its own way, in the address or by SUBSCRIBE, on one connection or many.
 * Once it has subscribed to all streams of the source, the feed sends frames until its parent stops
 * it. A stream that is subscribed on several connections is sent on each.
 *
 * Receives `{ expect: { rate, every, skew, copies } }` before each client: `rate` frames of the
 * source a second, or the client's maximum; see `fixed-rate.mjs` for `every` and `skew`; `copies`
 * is the number of connections that each stream is subscribed on. Then `{ stop: true }`. Sends
 * `{ port }`, `{ started: true }`, `{ sent, busy }`: `sent` counts a frame once, on however many
 * connections it is sent.
 */
import { createServer } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { tape } from '../frames/tape.mjs'
import { sendAtFixedRate } from './fixed-rate.mjs'
import { sendAtMaxRate } from './max-rate.mjs'
import { rest } from './rest.mjs'
import { accept, frame, read } from './websocket.mjs'

/** Milliseconds for a client to read the replies to its last commands. */
const PAUSE = 150

const [kind, streams] = process.argv.slice(2)
const frames = tape(kind, Number(streams))
const all = new Set(frames.map(({ stream }) => stream))

let run = begin({})

const server = createServer({ maxHeaderSize: 256 * 1024 }, (request, response) =>
  rest(request, response, all),
)
server.on('upgrade', (request, socket) => {
  socket.setNoDelay(true)
  socket.on('error', () => socket.destroy())
  accept(request, socket)
  const url = new URL(request.url, 'ws://feed')
  const path = url.pathname.split('/')
  const inPath = path.includes('stream') ? (url.searchParams.get('streams') ?? '').split('/') : path.slice(2)
  // `on` holds the callbacks of a sender: the socket accepts more, or a ping was answered.
  const connection = { socket, combined: path.includes('stream'), streams: new Set(), on: {} }
  const { connections } = run
  connections.add(connection)
  socket.on('drain', () => connection.on.drain?.())
  socket.on('close', () => {
    connections.delete(connection)
    connection.on.drain?.()
    connection.on.pong?.()
  })
  read(socket, {
    command: text => command(connection, JSON.parse(text)),
    pong: () => connection.on.pong?.(),
  })
  subscribe(connection, inPath)
})
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))

// Ends with its parent, however that ends.
process.on('disconnect', () => process.exit())
process.on('message', async message => {
  if (message.expect) {
    // The previous client may have ended without a stop.
    run.sending?.stop()
    run = begin(message.expect)
  }
  if (message.stop) {
    const { user, system } = process.cpuUsage(run.cpu)
    const busy = (user + system) / 1e3 / (Date.now() - run.since)
    process.send({ sent: (await run.sending?.stop()) ?? 0, busy })
  }
})

function begin({ copies = 1, ...pace }) {
  return { pace, copies, connections: new Set(), sending: undefined, isStarting: false }
}

function command({ socket, ...connection }, { method, params = [], id }) {
  if (method === 'UNSUBSCRIBE') for (const stream of params) connection.streams.delete(stream)
  const result = method === 'LIST_SUBSCRIPTIONS' ? [...connection.streams] : null
  socket.write(frame(JSON.stringify({ result, id })))
  if (method === 'SUBSCRIBE') subscribe(connection, params)
}

async function subscribe({ streams }, names) {
  for (const name of names) if (all.has(name)) streams.add(name)
  const current = run
  const asked = [...current.connections].reduce((total, { streams }) => total + streams.size, 0)
  if (current.isStarting || asked < current.copies * all.size) return
  current.isStarting = true
  await setTimeout(PAUSE)
  if (current !== run) return
  const connections = [...run.connections].filter(({ streams }) => streams.size > 0)
  run.sending =
    run.pace.rate === undefined
      ? sendAtMaxRate(frames, connections)
      : sendAtFixedRate(frames, connections, run.pace)
  run.since = Date.now()
  run.cpu = process.cpuUsage()
  process.send({ started: true })
}
