/**
 * The mini tickers of every symbol that changed in the last second.
 *
 * Source: web-socket-streams.md, "All Market Mini Tickers Stream".
 */
import { list } from '../../../codec/types/list.js'
import { latestTime } from '../../../sequence/latest-time.js'
import { stateRule } from '../../../sequence/state-rule.js'
import { channelKind } from '../channel-kind.js'
import { miniTicker } from './mini-ticker.js'

/** The example of the exchange's document. */
export const sample = `[{"e": "24hrMiniTicker", "E": 1672515782136, "s": "BNBBTC", "c": "0.0025", "o": "0.0010",
  "h": "0.0025", "l": "0.0010", "v": "10000", "q": "18"}]`

export const allMiniTickers = channelKind('allMiniTickers', {
  isPeriodic: true,
  streamName: () => '!miniTicker@arr',
  // A list holds the changed tickers, each with its own time.
  sequence: stateRule({ time: ({ tickers }) => latestTime(tickers) }),
  payload: list(miniTicker.payload, 'a list of mini tickers'),
  skipsInvalidElements: true,
  toEvent: (payload, receivedAt) => ({
    type: 'allMiniTickers',
    receivedAt,
    tickers: payload.map(p => miniTicker.toEvent(p, receivedAt, { kind: 'miniTicker', symbol: p.s })),
  }),
})
