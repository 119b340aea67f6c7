/** The public interface of an exchange. */
import type { Observable, SchedulerLike } from 'rxjs'
import type { Faults } from './faults/faults.js'
import type { RecordingSource } from './playback/load-recordings.js'
import type { Playback, PlaybackOptions } from './playback/playback.js'
import type { RestRequest } from './rest/rest.js'
import type { RestResponse } from './rest/response.js'
import type { MemorySocket } from './server/memory-socket.js'
import type { Address, ListenOptions } from './server/server.js'
import type { Connection } from './session/connection.js'
import type { Received, Sent } from './session/traffic-log.js'

/** A running exchange. */
export interface Exchange {
  /**
   * Serves WebSocket and REST on a port. Rejects with `ListenError` (`LISTEN_FAILED`) where it
   * cannot, and in a browser.
   * @param port default 0: any free port
   */
  listen(port?: number, options?: ListenOptions): Promise<Address>
  /**
   * Opens a connection in memory; works unbound. The URL's path and query select the streams, its
   * host is ignored.
   * @param url default `ws://exchange.local/stream`
   */
  readonly connect: (url?: string) => MemorySocket
  /**
   * `connect` as a constructor, for code that needs a WebSocket class: RxJS's
   * `webSocket({ WebSocketCtor })`, for example.
   */
  readonly WebSocket: new (url?: string, protocols?: string | string[]) => MemorySocket
  /**
   * Responds to a REST request without a port, synchronously:
   * `exchange.rest('/api/v3/depth?symbol=BTCUSDT')`.
   *
   * Routes under `/api/v3/`: `ping`, `time`, `exchangeInfo`, `executionRules`, `depth`, `trades`,
   * `historicalTrades`, `historicalBlockTrades`, `aggTrades`, `klines`, `uiKlines`, `avgPrice`,
   * `ticker/24hr`, `ticker/tradingDay`, `ticker`, `ticker/price`, `ticker/bookTicker`,
   * `referencePrice` and `referencePrice/calculation`. Each request has its documented weight,
   * reported in `x-mbx-used-weight-1m`; beyond `limits.weightPerMinute` the response is 429, and
   * after repeated violations 418, with `retry-after`.
   *
   * Klines reach back 18 minutes in seconds, 26 hours in minutes (`1m` to `30m`) and 46 days in
   * hours and more; older klines are not served. The newest 1,000 trades and the newest 10,000
   * aggregate trades are remembered.
   *
   * The delay of a fault is in the response's `delay`; `request$` waits for it.
   */
  readonly rest: (url: string, request?: RestRequest) => RestResponse
  /**
   * As `rest`, on the scheduler: one request per subscription, with `latency` and faults. Completes
   * after the response, or never.
   */
  readonly request$: (url: string, request?: RestRequest) => Observable<RestResponse>
  /**
   * Plays a recording in place of the market, from the first frame on, once clients have subscribed
   * to it. Payloads keep their text, byte for byte (and so their unit of time). Without subscribers
   * playback pauses. A second playback ends the first.
   *
   * REST `depth` serves the symbols with snapshots in the recording. It returns the newest snapshot
   * recorded until then, updated by the recorded diffs, so that order books work. Everything else
   * of REST still serves the market. Snapshots are lines `<time>: {"lastUpdateId":…}`, with the
   * request before them (`https://…/depth?symbol=… -> <time>: …`) where there are several symbols.
   *
   * Rejects with `CaptureError` (`CAPTURE_UNREADABLE`) for a file that is missing, damaged or not a
   * recording.
   * @param recordings paths (gzip files are unpacked) or texts, one or a list, which is merged in
   *   order of time
   *
   * ```ts
   * import { createExchange } from 'rxmarket/simulator'
   *
   * const text = '1000.5: {"stream":"btcusdt@trade","data":{"e":"trade"}}'
   * const exchange = createExchange()
   * const playback = await exchange.playback(
   *   { name: 'one frame', text },
   *   { speed: 60, waitFor: 'all' },
   * )
   * const socket = exchange.connect(`/stream?streams=${playback.streams.join('/')}`)
   * socket.onmessage = ({ data }) => console.log(data)
   * await playback.done
   * await exchange.close()
   * ```
   */
  playback(
    recordings: RecordingSource | readonly RecordingSource[],
    options?: PlaybackOptions,
  ): Promise<Playback>
  /** The clock of the exchange. */
  readonly scheduler: SchedulerLike
  /** Faults, by method and by schedule. */
  readonly faults: Faults
  /** The open connections, oldest first. */
  readonly connections: readonly Connection[]
  /** Connection attempts so far, rejected ones included. */
  readonly attempts: number
  /** Attempts that were rejected, by the limit or by a fault. */
  readonly refused: number
  /** Messages sent to clients so far, over open and closed connections. */
  readonly sent: number
  /**
   * The newest 20,000 messages, pings and pongs of clients, over open and closed connections,
   * oldest first.
   */
  readonly received: readonly Received[]
  /** Emits each message, ping and pong of a client. Hot; completes at `close()`. */
  readonly commands$: Observable<Received>
  /**
   * Emits each message that the exchange sends, over any connection. Hot; completes at `close()`.
   */
  readonly sent$: Observable<Sent>
  /**
   * Emits unforeseen errors: defects of the exchange, which a client sees as a 500 or as a close
   * with 1011. Hot; completes at `close()`.
   */
  readonly errors$: Observable<unknown>
  /**
   * The most messages (pings and pongs included) that one connection has sent in any second so far.
   */
  maxMessagesInAnySecond(): number
  /**
   * Sends `serverShutdown` to every connection and closes each with 1001 after the grace period.
   * Connections that open meanwhile stay open, as they would on another machine of the exchange.
   * Source: web-socket-streams.md, Server Shutdown.
   * @param options.grace ms, default 10_000
   */
  shutdown(options?: { readonly grace?: number }): void
  /**
   * Closes every connection with 1001, then the server. Connections that do not answer are
   * destroyed after a second. Afterwards nothing keeps the process alive.
   */
  close(): Promise<void>
}
