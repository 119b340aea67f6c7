/** Alerts: what is worth a line of its own. */

/** How an alert is meant, for its colour. */
export type Tone = 'up' | 'down' | 'good' | 'bad' | 'plain'

export interface Alert {
  /** Counted from 1, so that a face knows which it has shown. */
  readonly id: number
  /** Epoch milliseconds. */
  readonly at: number
  readonly kind: 'move' | 'kline' | 'reconnect' | 'live' | 'silent' | 'refused' | 'error'
  readonly tone: Tone
  /** The symbol it is about, if about one. */
  readonly symbol: string | undefined
  /** What happened to it. */
  readonly text: string
}

/** An alert before it has its place and time. */
export type News = Omit<Alert, 'id' | 'at'>

/** How many are kept: more than any screen has lines. */
const KEPT = 100

export const addAlert = (alerts: readonly Alert[], news: News, at: number): readonly Alert[] =>
  [...alerts, { ...news, id: (alerts.at(-1)?.id ?? 0) + 1, at }].slice(-KEPT)
