/**
 * A plain client for these specs: records what it receives, and is independent of the library's
 * client.
 */
import { VirtualScheduler } from '../../src/clock/virtual-scheduler.js'
import { createExchange, type Exchange, type ExchangeOptions } from '../../src/simulator/index.js'

export interface Received {
  readonly texts: string[]
  readonly closes: { code: number; reason: string; wasClean: boolean }[]
  readonly steps: string[]
}

export function listen(exchange: Exchange, url?: string) {
  const socket = exchange.connect(url)
  const received: Received = { texts: [], closes: [], steps: [] }
  socket.onopen = () => received.steps.push('open')
  socket.onerror = () => received.steps.push('error')
  socket.onmessage = ({ data }) => received.texts.push(data)
  socket.onclose = ({ code, reason, wasClean }) => {
    received.steps.push('close')
    received.closes.push({ code, reason, wasClean })
  }
  return {
    socket,
    ...received,
    send: (message: unknown) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    /** The received frames of a stream, parsed. */
    frames: <T = Record<string, unknown>>(stream: string): T[] =>
      received.texts
        .map(text => JSON.parse(text) as { stream?: string; data?: T })
        .flatMap(({ stream: name, data }) => (name === stream && data !== undefined ? [data] : [])),
  }
}

/** 2024-08-09T00:00:00Z, so that virtual days look like days. */
export const START = Date.UTC(2024, 7, 9)

export function inVirtualTime(options: Omit<ExchangeOptions, 'scheduler'> = {}) {
  const scheduler = new VirtualScheduler(START)
  const exchange = createExchange({ symbols: ['BTCUSDT', 'ETHUSDT'], ...options, scheduler })
  return { scheduler, exchange }
}
