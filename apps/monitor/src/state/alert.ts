/** Alerts: events that deserve a line of their own. */

/** The meaning of an alert, which decides its colour. */
export type Tone = 'up' | 'down' | 'good' | 'bad' | 'plain'

export interface Alert {
  /** Counted from 1, so that a renderer knows which alerts it has shown. */
  readonly id: number
  /** Epoch milliseconds. */
  readonly at: number
  readonly kind: 'move' | 'kline' | 'reconnect' | 'live' | 'silent' | 'rejected' | 'error'
  readonly tone: Tone
  /** The symbol that the alert is about, if any. */
  readonly symbol: string | undefined
  /** The message of the alert. */
  readonly text: string
}

/** An alert before it gets its id and time. */
export type AlertInput = Omit<Alert, 'id' | 'at'>

/** More than any screen has lines. */
const MAX_ALERTS = 100

export const addAlert = (alerts: readonly Alert[], input: AlertInput, at: number): readonly Alert[] =>
  [...alerts, { ...input, id: (alerts.at(-1)?.id ?? 0) + 1, at }].slice(-MAX_ALERTS)
