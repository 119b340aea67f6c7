/** REST of Binance Spot. Source: rest-api.md; enums.md, "Rate limiters"; errors.md. */
import * as t from 'io-ts'
import { parseJson } from '../../../codec/parse-json.js'
import type { Query, QueryKind } from '../../../model/query.js'
import type { RestProtocol } from '../../rest-protocol.js'
import { Integer } from '../fields.js'
import { isTemporary } from '../protocol.js'
import { addressFor, checkAddress } from './addresses.js'
import type { RestQueryKind } from './query-kind.js'
import * as spotQueries from './spot-queries.js'

type QueryKinds = { readonly [K in QueryKind]: RestQueryKind<K> }
const kinds: QueryKinds = spotQueries

const Failure = t.type({ code: Integer, msg: t.string })

export const spotRest: RestProtocol = {
  weightPerMinute: 6_000,
  weightHeader: 'x-mbx-used-weight-1m',
  addressFor,
  checkAddress,
  format(query, timeUnit) {
    const kind = kindOf(query)
    return {
      path: kind.path(query),
      headers: timeUnit === 'microsecond' ? { 'x-mbx-time-unit': 'MICROSECOND' } : {},
      weight: kind.weight(query),
    }
  },
  // Each answer has the type of its query's kind.
  decode: (query, body, context) => kindOf(query).decode(query, body, context) as never,
  parseFailure(status, body) {
    const parsed = parseJson(body, undefined)
    const { code, msg } =
      parsed._tag === 'Right' && Failure.is(parsed.right) ? parsed.right : { code: 0, msg: '' }
    const detail = msg === '' ? 'no reason was given' : msg
    return { reason: code, detail, isTemporary: isTemporary(status, '') || isTemporary(code, msg) }
  },
}

// TypeScript cannot see that the kind found by a query's own name takes that query.
const kindOf = (query: Query): RestQueryKind<QueryKind> =>
  kinds[query.kind] as unknown as RestQueryKind<QueryKind>
