/**
 * The rolling tickers of every symbol that changed in the last second.
 *
 * Source: web-socket-streams.md, "All Market Rolling Window Statistics Streams".
 */
import { list } from '../../../codec/types/list.js'
import { latestTime } from '../../../sequence/latest-time.js'
import { stateRule } from '../../../sequence/state-rule.js'
import { channelKind } from '../channel-kind.js'
import { rollingTicker } from './rolling-ticker.js'

/** The example of the exchange's document. */
export const sample = `[{"e": "1hTicker", "E": 1672515782136, "s": "BNBBTC", "p": "0.0015", "P": "250.00",
  "o": "0.0010", "h": "0.0025", "l": "0.0010", "c": "0.0025", "w": "0.0018", "v": "10000",
  "q": "18", "O": 0, "C": 1675216573749, "F": 0, "L": 18150, "n": 18151}]`

export const allRollingTickers = channelKind('allRollingTickers', {
  isPeriodic: true,
  streamName: ({ window }) => `!ticker_${window}@arr`,
  // A list holds the changed tickers, each with its own time.
  sequence: stateRule({ time: ({ tickers }) => latestTime(tickers) }),
  payload: list(rollingTicker.payload, 'a list of rolling tickers'),
  skipsInvalidElements: true,
  toEvent: (payload, receivedAt, { window }) => ({
    type: 'allRollingTickers',
    receivedAt,
    window,
    tickers: payload.map(p =>
      rollingTicker.toEvent(p, receivedAt, { kind: 'rollingTicker', symbol: p.s, window }),
    ),
  }),
})
