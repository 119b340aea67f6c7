/** The step: a view and what happens make the next view. Pure. */
import { type Channel, type MarketEvent } from 'rxmarket'
import { symbolsOf } from './plan.js'
import { addAlerts, type News } from './alert.js'
import { type Happening } from './happening.js'
import { emptyLink, linkAfter } from './link.js'
import { median } from './median.js'
import { klineNews, linkNews, moveNews } from './news.js'
import { emptyRow, rowAfter, rowAfterSecond } from './row.js'
import { silence } from './silence.js'
import { type View } from './view.js'

export interface StepOptions {
  /** The events are of another day: their latency and their silences mean nothing. */
  readonly isRecorded: boolean
}

/** More than enough for a median; a busy second has thousands. */
const LAGS = 100

/** A row for each symbol of the channels. */
export const emptyView = (channels: readonly Channel[], startedAt: number): View => ({
  startedAt,
  now: startedAt,
  seconds: 0,
  link: emptyLink,
  rows: symbolsOf(channels).map(symbol => emptyRow(symbol, hasTicker(channels, symbol) ? 'day' : 'start')),
  alerts: [],
  events: 0,
  rate: 0,
  errors: 0,
  latency: undefined,
  lags: [],
})

const hasTicker = (channels: readonly Channel[], wanted: string): boolean =>
  channels.some(
    ({ kind, ...rest }) => /^(ticker|miniTicker)$/.test(kind) && 'symbol' in rest && rest.symbol === wanted,
  )

export const step =
  ({ isRecorded }: StepOptions) =>
  (before: View, happening: Happening): View => {
    const view = { ...before, now: happening.at }
    switch (happening.type) {
      case 'event':
        return afterEvent(view, happening.event, isRecorded)
      case 'status': {
        const { status } = happening
        return told({ ...view, link: linkAfter(view.link, status) }, linkNews(view.link, status))
      }
      case 'error':
        return afterError(view, happening.error.message)
      case 'refused': {
        const { channel, error } = happening
        const symbol = 'symbol' in channel ? channel.symbol : undefined
        return told(view, [{ kind: 'refused', tone: 'bad', symbol, text: error.message }])
      }
      case 'second':
        return afterSecond(view, isRecorded)
    }
  }

function afterEvent(view: View, event: MarketEvent, isRecorded: boolean): View {
  const index = 'symbol' in event ? view.rows.findIndex(({ symbol }) => symbol === event.symbol) : -1
  const counted = { ...view, events: view.events + 1 }
  const lags =
    isRecorded || !('eventTime' in event) || view.lags.length >= LAGS
      ? view.lags
      : [...view.lags, event.receivedAt - event.eventTime]
  const row = view.rows[index]
  if (row === undefined) return { ...counted, lags }
  const moved = moveNews(rowAfter(row, event))
  const news = event.type === 'kline' ? [...moved.news, ...klineNews(event, moved.row.decimals)] : moved.news
  return told({ ...counted, lags, rows: replaced(view.rows, index, moved.row) }, news)
}

function afterSecond(view: View, isRecorded: boolean): View {
  const counted = view.rows.map(rowAfterSecond)
  const { rows, news } = isRecorded ? { rows: counted, news: [] } : silence({ ...view, rows: counted })
  const next: View = {
    ...view,
    rows,
    seconds: view.seconds + 1,
    rate: rows.reduce((sum, { rate }) => sum + rate, 0),
    latency: median(view.lags) ?? view.latency,
    lags: [],
  }
  return told(next, news)
}

/** A broken stream can err a thousand times a second: one error a second is told, all are counted. */
function afterError(view: View, text: string): View {
  const isFresh = view.alerts.some(({ kind, at }) => kind === 'error' && view.now - at < 1000)
  const news: readonly News[] = isFresh ? [] : [{ kind: 'error', tone: 'bad', symbol: undefined, text }]
  return told({ ...view, errors: view.errors + 1 }, news)
}

const told = (view: View, news: readonly News[]): View => ({
  ...view,
  alerts: addAlerts(view.alerts, news, view.now),
})

const replaced = <T>(items: readonly T[], index: number, item: T): readonly T[] =>
  items.map((old, at) => (at === index ? item : old))
