/** Test harness: a market on an embedded exchange, in this process and in virtual time. */
import type { Observable, Subscription } from 'rxjs'
import { binance, type ConnectionStatus, type LiveOptions, type MarketError } from '../src/index.js'
import { createExchange, type ExchangeOptions } from '../src/simulator/index.js'
import { VirtualScheduler } from '../src/testing/index.js'

export const START = 1_700_000_000_000

export interface SentCommand {
  method: string
  params?: string[]
  id: number
}

export function createWorld(options: LiveOptions = {}, exchangeOptions: ExchangeOptions = {}) {
  const scheduler = new VirtualScheduler(START)
  const exchange = createExchange({ seed: 1, symbols: ['BTCUSDT', 'ETHUSDT'], scheduler, ...exchangeOptions })
  const market = binance({
    exchange,
    scheduler,
    // `RXMARKET_COMPILE=off npm run test:unit` runs every world with interpreted decoders.
    compile: process.env['RXMARKET_COMPILE'] !== 'off',
    ...options,
    ...(options.reconnect !== false && {
      reconnect: { jitter: 0, ...(options.reconnect === true ? {} : options.reconnect) },
    }),
  })
  const statuses: ConnectionStatus[] = []
  const errors: MarketError[] = []
  market.connection$.subscribe(status => statuses.push(status))
  market.errors$.subscribe(error => errors.push(error))
  return {
    scheduler,
    exchange,
    market,
    statuses,
    errors,
    /** The types of the statuses emitted so far. */
    steps: () => statuses.map(status => status.type),
    /** The streams that any of our connections is subscribed to at the exchange. */
    subscribed: () => exchange.connections.flatMap(connection => connection.subscriptions),
    /** The commands that the exchange has received, without pongs. */
    commands: () =>
      exchange.received
        .filter(({ kind }) => kind === 'message')
        .map(({ text, at }) => ({ ...(JSON.parse(text) as SentCommand), at: at - START })),
  }
}

export interface Watched<T> {
  readonly events: T[]
  readonly terminations: unknown[]
  readonly subscription: Subscription
}

/** Subscribes and records the events, and `'complete'` or the error. */
export function watch<T>(source$: Observable<T>): Watched<T> {
  const events: T[] = []
  const ends: unknown[] = []
  const subscription = source$.subscribe({
    next: event => events.push(event),
    error: error => ends.push(error),
    complete: () => ends.push('complete'),
  })
  return { events, terminations: ends, subscription }
}
