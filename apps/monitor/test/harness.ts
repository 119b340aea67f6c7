/** Test harness: `watch$` on a market and an embedded exchange in virtual time. */
import { binance, type LiveOptions } from 'rxmarket'
import { createExchange, type ExchangeOptions } from 'rxmarket/simulator'
import { VirtualScheduler } from 'rxmarket/testing'
import { type View } from '../src/state/view.js'
import { channelsOf, type SymbolChannel } from '../src/state/channels.js'
import { watch$ } from '../src/watch/watch.js'

/** Start of a minute, so that klines close at round times. */
export const START = 1_699_999_980_000

export interface HarnessOptions {
  readonly symbols?: readonly string[]
  readonly channels?: readonly SymbolChannel[]
  readonly isRecorded?: boolean
  readonly live?: LiveOptions
  readonly exchange?: ExchangeOptions
}

export function createHarness(options: HarnessOptions = {}) {
  const { symbols = ['BTCUSDT', 'ETHUSDT'], isRecorded = false } = options
  const scheduler = new VirtualScheduler(START)
  const exchange = createExchange({ seed: 1, scheduler, ...options.exchange })
  const { reconnect } = options.live ?? {}
  const market = binance({
    connect: exchange.connect,
    scheduler,
    ...options.live,
    reconnect: { jitter: 0, maxAttempts: Infinity, ...(typeof reconnect === 'object' && reconnect) },
  })
  const views$ = watch$(market, options.channels ?? channelsOf(symbols), { scheduler, isRecorded })
  const views: View[] = []
  const terminations: unknown[] = []
  const watching = views$.subscribe({
    next: view => views.push(view),
    error: (error: unknown) => terminations.push(error),
    complete: () => terminations.push('complete'),
  })
  /** The newest view. */
  const view = (): View => {
    const last = views.at(-1)
    if (last === undefined) throw new Error('no view yet')
    return last
  }
  return {
    scheduler,
    exchange,
    market,
    views$,
    views,
    ends: terminations,
    watching,
    view,
    row: (symbol: string) => {
      const found = view().rows.find(row => row.symbol === symbol)
      if (found === undefined) throw new Error(`${symbol} has no row`)
      return found
    },
    /** Returns the texts of the alerts of a kind so far. */
    alerts: (kind: string) =>
      view()
        .alerts.filter(alert => alert.kind === kind)
        .map(({ symbol, text }) => (symbol === undefined ? text : `${symbol} ${text}`)),
  }
}
