/** The exchange on a port: WebSocket and REST, over Node. A browser's build has `listen-browser.mts` instead. */
import { createServer, type IncomingMessage, STATUS_CODES } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { type Endpoint, readEndpoint } from './endpoint.js'
import type { TurnedAway } from './door.js'
import { json } from './rest/response.js'
import { ListenError, type ListenOptions, type Server, type ServerContext } from './server.js'
import { createSocketTransport } from './socket-transport.js'

/** Starts a server; rejects with `ListenError` where it cannot. */
export function startServer(port: number, options: ListenOptions, context: ServerContext): Promise<Server> {
  const { host = '127.0.0.1', compression = true } = options
  const sockets = new WebSocketServer({ noServer: true, autoPong: false, perMessageDeflate: compression })
  const lines = new Set<Socket>()

  const http = createServer((request, response) => {
    const { status, headers, body, delay } =
      request.method === 'GET'
        ? context.rest(request.url ?? '/', {
            caller: request.socket.remoteAddress ?? 'unknown',
            headers: request.headers,
          })
        : json('{}', 405)
    const answer = () => void response.writeHead(status, headers).end(body)
    if (delay === 0) answer()
    else if (delay < Infinity) {
      const timer = context.scheduler.schedule(answer, delay)
      response.on('close', () => timer.unsubscribe())
    }
  })
  http.on('connection', line => {
    lines.add(line)
    line.on('close', () => lines.delete(line))
  })
  http.on('upgrade', (request, line, head) => {
    line.on('error', () => line.destroy())
    const endpoint = readEndpoint(request.url ?? '/')
    if (endpoint === undefined) return turnAway(line, { status: 404 })
    const turned = context.knock(request.socket.remoteAddress ?? 'unknown')
    if (turned !== undefined) return turnAway(line, turned)
    sockets.handleUpgrade(request, line, head, socket => carry(socket, request, endpoint, context))
  })

  return new Promise((resolve, reject) => {
    http.once('error', error => reject(notListening(host, port, error)))
    http.listen(port, host, () => {
      const { port: bound } = http.address() as AddressInfo
      const authority = `${host.includes(':') ? `[${host}]` : host}:${bound}`
      resolve({
        url: `ws://${authority}`,
        restUrl: `http://${authority}`,
        port: bound,
        close: (scheduler, grace) =>
          new Promise(closed => {
            const patience = scheduler.schedule(() => lines.forEach(line => line.destroy()), grace)
            http.close(() => {
              patience.unsubscribe()
              closed()
            })
            http.closeIdleConnections()
            // A line that never asked for anything is idle too, though Node does not count it so.
            for (const line of lines) if (line.isPaused() || line.bytesRead === 0) line.destroy()
          }),
      })
    })
  })
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is taken: choose another, or 0 for any',
  EADDRNOTAVAIL: 'this machine has no such address: choose 127.0.0.1, or 0.0.0.0 for all that it has',
  ENOTFOUND: 'there is no host of that name: choose 127.0.0.1, or 0.0.0.0 for all addresses of this machine',
  EACCES: 'this user may not have that port: choose one above 1023, or 0 for any',
}

function notListening(host: string, port: number, cause: NodeJS.ErrnoException): ListenError {
  const why = REASONS[cause.code ?? ''] ?? cause.message
  return new ListenError(`The exchange cannot listen on ${host}:${port}: ${why}`, { cause })
}

function turnAway(line: Duplex, { status }: TurnedAway): void {
  if (status === undefined) line.destroy()
  else
    line.end(
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
    )
}

/** Joins a WebSocket and a session. */
function carry(
  socket: WebSocket,
  { socket: line }: IncomingMessage,
  endpoint: Endpoint,
  context: ServerContext,
): void {
  const session = context.accept(endpoint, createSocketTransport(socket, line))
  socket.on('message', data => session.message((data as Buffer).toString()))
  socket.on('ping', payload => session.ping(payload.toString()))
  socket.on('pong', payload => session.pong(payload.toString()))
  socket.on('close', () => session.closed())
  socket.on('error', () => session.closed())
}
