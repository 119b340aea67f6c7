/** A market at an embedded exchange, both in virtual time, watched by the monitor's core. */
import { binance, type LiveOptions } from 'rxmarket'
import { createExchange, type ExchangeOptions } from 'rxmarket/simulator'
import { VirtualScheduler } from 'rxmarket/testing'
import { type View } from '../src/core/view.js'
import { channelsOf, type SymbolChannel } from '../src/core/plan.js'
import { watch$ } from '../src/core/watch.js'

/** The first moment of a minute, so that klines close at round times. */
export const START = 1_699_999_980_000

export interface WorldOptions {
  readonly symbols?: readonly string[]
  readonly channels?: readonly SymbolChannel[]
  readonly isRecorded?: boolean
  readonly live?: LiveOptions
  readonly exchange?: ExchangeOptions
}

export function createWorld(options: WorldOptions = {}) {
  const { symbols = ['BTCUSDT', 'ETHUSDT'], isRecorded = false } = options
  const scheduler = new VirtualScheduler(START)
  const exchange = createExchange({ seed: 1, scheduler, ...options.exchange })
  const { reconnect } = options.live ?? {}
  const market = binance({
    connect: exchange.connect,
    scheduler,
    ...options.live,
    reconnect: {
      jitter: 0,
      maxAttempts: Infinity,
      ...(typeof reconnect === 'object' && reconnect),
    },
  })
  const views$ = watch$(market, options.channels ?? channelsOf(symbols), { scheduler, isRecorded })
  const views: View[] = []
  const ends: unknown[] = []
  const watching = views$.subscribe({
    next: view => views.push(view),
    error: (error: unknown) => ends.push(error),
    complete: () => ends.push('complete'),
  })
  /** The newest view. */
  const view = (): View => {
    const last = views.at(-1)
    if (last === undefined) throw new Error('nothing was shown yet')
    return last
  }
  return {
    scheduler,
    exchange,
    market,
    views$,
    views,
    ends,
    watching,
    view,
    row: (symbol: string) => {
      const found = view().rows.find(row => row.symbol === symbol)
      if (found === undefined) throw new Error(`${symbol} has no row`)
      return found
    },
    /** The texts of the alerts of a kind so far. */
    alerts: (kind: string) =>
      view()
        .alerts.filter(alert => alert.kind === kind)
        .map(({ symbol, text }) => (symbol === undefined ? text : `${symbol} ${text}`)),
  }
}
