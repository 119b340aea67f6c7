/**
 * The exchange's clock.
 *
 * Source: rest-api.md, "Check server time".
 */
import * as t from 'io-ts'
import { Integer } from '../fields.js'
import { queryKind } from './query-kind.js'

export const serverTime = queryKind('serverTime', {
  route: 'time',
  parameters: () => ({}),
  weight: () => 1,
  body: t.type({ serverTime: Integer }, 'the server time'),
  toAnswer: body => body.serverTime,
})
