/**
 * The face for pipes and files: one line a second a symbol that moved, and one for each alert and each change of the connection.
 * A line is `<ISO time> <kind> key=value …`; a value with spaces stands in quotes, as in logfmt.
 */
import { concatMap, map, type Observable, pairwise, startWith } from 'rxjs'
import { type Alert } from '../core/alert.js'
import { liveStreams, worstOf } from '../core/link.js'
import { changeOf } from '../core/quote.js'
import { type Row } from '../core/row.js'
import { type View } from '../core/view.js'
import { formatPercent, formatPrice } from '../decimals.js'

type Fields = Readonly<Record<string, string | number | undefined>>

export const line = (at: number, kind: string, fields: Fields): string => {
  const pairs = Object.entries(fields).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${quoted(String(value))}`],
  )
  return [new Date(at).toISOString(), kind, ...pairs].join(' ')
}

/** Every view of the source must pass here, not a sample of them: no alert is missed. */
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
    ...(isSameLink(before, view) ? [] : statusLine(view)),
    ...view.alerts.filter(({ id }) => id > seen).map(alertLine),
    ...(isNewSecond ? view.rows.filter(({ rate }) => rate > 0).map(row => rowLine(view, row)) : []),
  ]
}

function rowLine({ now, latency }: View, row: Row): string {
  const { symbol, bid, ask, kline, rate, decimals } = row
  const price = (value: number | undefined) =>
    value === undefined ? undefined : formatPrice(value, decimals)
  const change = changeOf(row)
  return line(now, 'price', {
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

const alertLine = ({ at, kind, symbol, text }: Alert): string => line(at, 'alert', { kind, symbol, text })

function statusLine({ now, link }: View): readonly string[] {
  const status = worstOf(link)
  if (status === undefined) return []
  return [
    line(now, 'status', {
      connection: status.type,
      streams: status.type === 'live' ? liveStreams(link) : undefined,
      code: status.type === 'closed' ? status.code : undefined,
      attempt: status.type === 'reconnecting' ? status.attempt : undefined,
    }),
  ]
}

const isSameLink = (before: View | undefined, view: View): boolean =>
  before !== undefined &&
  (before.link === view.link || worstOf(before.link)?.type === worstOf(view.link)?.type)

const quoted = (text: string): string => (/[\s"=]/.test(text) ? JSON.stringify(text) : text)
