/**
 * Lines for pipes and files: one per second for each symbol with events, one for each alert and
 * each status of the connection.
 */
import { concatMap, map, type Observable, pairwise, startWith } from 'rxjs'
import { type Alert } from '../../state/alert.js'
import { type BookPanel, type PanelLevel } from '../../state/book-panel.js'
import { liveStreams, worstStatus } from '../../state/connection-summary.js'
import { changeOf } from '../../state/quote.js'
import { type Row } from '../../state/row.js'
import { type View } from '../../state/view.js'
import { formatPercent, formatPrice } from '../../state/decimals.js'
import { logLine } from './log-line.js'

/**
 * Emits the lines of each view. The source must be every view, not a sample, or alerts are missed.
 */
export const lines$ = (views$: Observable<View>): Observable<string> =>
  views$.pipe(
    startWith(undefined),
    pairwise(),
    map(([before, view]) => (view === undefined ? [] : linesBetween(before, view))),
    concatMap(lines => lines),
  )

function linesBetween(before: View | undefined, view: View): readonly string[] {
  const seen = before?.alerts.at(-1)?.id ?? 0
  const isNewSecond = before !== undefined && view.seconds !== before.seconds
  return [
    ...(isSameConnection(before, view) ? [] : statusLine(view)),
    ...view.alerts.filter(({ id }) => id > seen).map(alertLine),
    ...(isNewSecond && view.book !== undefined ? [bookLine(view.now, view.book, view.rate)] : []),
    ...(isNewSecond ? view.rows.filter(({ rate }) => rate > 0).map(row => rowLine(view, row)) : []),
  ]
}

function rowLine({ now, latency }: View, row: Row): string {
  const { symbol, bid, ask, kline, rate, decimals } = row
  const price = (value: number | undefined) =>
    value === undefined ? undefined : formatPrice(value, decimals)
  const change = changeOf(row)
  return logLine(now, 'price', {
    symbol,
    price: price(row.price),
    change: change === undefined ? undefined : formatPercent(change),
    bid: price(bid),
    ask: price(ask),
    open: price(kline?.openPrice),
    high: price(kline?.highPrice),
    low: price(kline?.lowPrice),
    close: price(kline?.closePrice),
    rate,
    latency: latency === undefined ? undefined : `${Math.round(latency)}ms`,
  })
}

function bookLine(now: number, book: BookPanel, rate: number): string {
  const { symbol, state, queuePosition, bids, asks, spread, imbalance, decimals, quantityDecimals } = book
  const of = (level: PanelLevel | undefined) =>
    level && `${formatPrice(level.price, decimals)} x ${level.quantity.toFixed(quantityDecimals)}`
  return logLine(now, 'book', {
    symbol,
    state,
    queue: queuePosition,
    bid: of(bids[0]),
    ask: of(asks[0]),
    spread: spread === undefined ? undefined : formatPrice(spread, decimals),
    imbalance: imbalance === undefined ? undefined : formatPercent(imbalance * 100),
    rate,
  })
}

const alertLine = ({ at, kind, symbol, text }: Alert): string => logLine(at, 'alert', { kind, symbol, text })

function statusLine({ now, connection }: View): readonly string[] {
  const status = worstStatus(connection)
  if (status === undefined) return []
  return [
    logLine(now, 'status', {
      connection: status.type,
      streams: 'streams' in status ? liveStreams(connection) : undefined,
      reason: status.type === 'rotating' ? status.reason : undefined,
      code: status.type === 'closed' ? status.code : undefined,
      attempt: 'attempt' in status ? status.attempt : undefined,
    }),
  ]
}

const isSameConnection = (before: View | undefined, view: View): boolean =>
  before !== undefined &&
  (before.connection === view.connection ||
    worstStatus(before.connection)?.type === worstStatus(view.connection)?.type)
