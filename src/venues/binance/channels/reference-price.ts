/**
 * Reference price.
 *
 * Source: web-socket-streams.md, "Reference Price".
 */
import * as t from 'io-ts'
import { stateRule } from '../../../sequence/state-rule.js'
import { channelKind, symbolStream } from '../channel-kind.js'
import { Decimal, Integer, Text } from '../fields.js'

/** The example of the exchange's document. */
export const sample = `{"e": "referencePrice", "s": "BAZUSD", "r": "1.00", "t": 1770313263917}`

export const referencePrice = channelKind('referencePrice', {
  streamName: ({ symbol }) => symbolStream(symbol, 'referencePrice'),
  sequence: stateRule({ time: ({ validAt }) => validAt }),
  payload: t.type(
    {
      e: t.literal('referencePrice'),
      s: Text,
      r: t.union([Decimal, t.null], 'a decimal in a string, or null'),
      t: Integer,
    },
    'a reference price',
  ),
  toEvent: (p, receivedAt) => ({
    type: 'referencePrice',
    symbol: p.s,
    receivedAt,
    referencePrice: p.r,
    validAt: p.t,
  }),
})
