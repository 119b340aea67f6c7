/**
 * Serves an exchange on a port: WebSocket and REST, on Node. A browser's build has
 * `listen-browser.mts` instead.
 */
import { createServer, type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { UpgradeRejection } from '../faults/active/active-faults.js'
import { createSocketAttacher } from './attach-socket.js'
import { parseEndpoint } from './endpoint.js'
import { ListenError, type ListenOptions, type Server, type ServerContext } from './server.js'

/** Starts a server. Rejects with `ListenError` where it cannot. */
export function startServer(port: number, options: ListenOptions, context: ServerContext): Promise<Server> {
  const { host = '127.0.0.1', compression = true } = options
  const attach = createSocketAttacher(compression, context)
  const tcpSockets = new Set<Socket>()

  const http = createServer((request, response) => respond(request, response, context))
  http.on('connection', tcp => {
    tcpSockets.add(tcp)
    tcp.on('close', () => tcpSockets.delete(tcp))
  })
  http.on('upgrade', (request, tcp, head) => {
    tcp.on('error', () => tcp.destroy())
    const endpoint = parseEndpoint(request.url ?? '/', context.names)
    if (endpoint === undefined) return rejectUpgrade(tcp, { status: 404 })
    const rejection = context.admit(peerOf(request))
    if (rejection !== undefined) return rejectUpgrade(tcp, rejection)
    attach(request, tcp, head, endpoint)
  })

  return new Promise((resolve, reject) => {
    http.once('error', error => reject(toListenError(host, port, error)))
    http.listen(port, host, () => {
      // Such as too many open files: the server goes on.
      http.on('error', context.onError)
      const { port: bound } = http.address() as AddressInfo
      const authority = `${host.includes(':') ? `[${host}]` : host}:${bound}`
      resolve({
        url: `ws://${authority}`,
        restUrl: `http://${authority}`,
        port: bound,
        close: (scheduler, grace) =>
          new Promise(closed => {
            const closeTimer = scheduler.schedule(() => tcpSockets.forEach(tcp => tcp.destroy()), grace)
            http.close(() => {
              closeTimer.unsubscribe()
              closed()
            })
            http.closeIdleConnections()
            // A connection without any request is idle too, though Node does not count it as such.
            for (const tcp of tcpSockets) if (tcp.isPaused() || tcp.bytesRead === 0) tcp.destroy()
          }),
      })
    })
  })
}

function peerOf(request: IncomingMessage): string {
  return request.socket.remoteAddress ?? 'unknown'
}

function respond(request: IncomingMessage, response: ServerResponse, context: ServerContext): void {
  const { status, headers, body, delay } = context.rest(request.url ?? '/', {
    method: request.method ?? 'GET',
    caller: peerOf(request),
    headers: request.headers,
  })
  const send = () => void response.writeHead(status, headers).end(body)
  if (delay === 0) send()
  else if (delay < Infinity) {
    const timer = context.scheduler.schedule(send, delay)
    response.on('close', () => timer.unsubscribe())
  }
}

function rejectUpgrade(tcp: Duplex, { status }: UpgradeRejection): void {
  if (status === undefined) tcp.destroy()
  else
    tcp.end(
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
    )
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is in use: choose another, or 0 for any',
  EADDRNOTAVAIL: 'this machine does not have that address: choose 127.0.0.1, or 0.0.0.0 for all that it has',
  ENOTFOUND: 'there is no host of that name: choose 127.0.0.1, or 0.0.0.0 for all addresses of this machine',
  EACCES: 'this user may not use that port: choose one above 1023, or 0 for any',
}

function toListenError(host: string, port: number, cause: NodeJS.ErrnoException): ListenError {
  const why = REASONS[cause.code ?? ''] ?? cause.message
  return new ListenError(`The exchange cannot listen on ${host}:${port}: ${why}`, { cause })
}
