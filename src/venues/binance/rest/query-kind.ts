/** Defines one kind of query as Binance answers it. Each of its files is one. */
import type { Type } from 'io-ts'
import type { Converted } from '../../../codec/convert.js'
import { decodeAnswer } from '../../../codec/decode-answer.js'
import type { AnswerByKind, QueryKind, QueryOf } from '../../../model/query.js'
import type { AnswerContext } from '../../rest-protocol.js'

/** Parameters by name; `undefined` ones are not sent. */
type Parameters = Readonly<Record<string, string | number | undefined>>

/** The properties of a kind of query. `W` is the body of its answer. */
interface QueryDefinition<K extends QueryKind, W> {
  /** The route, such as `depth`. */
  readonly route: string
  readonly parameters: (query: QueryOf<K>) => Parameters
  readonly weight: (query: QueryOf<K>) => number
  /** The body as documented. Unknown fields are accepted. */
  readonly body: Type<W, W>
  readonly toAnswer: <N>(
    body: Converted<W, N>,
    query: QueryOf<K>,
    context: AnswerContext<N>,
  ) => AnswerByKind<N>[K]
}

/** The functions of a kind that the protocol needs. */
export interface RestQueryKind<K extends QueryKind> {
  readonly path: (query: QueryOf<K>) => string
  readonly weight: (query: QueryOf<K>) => number
  /** Throws `DecodeError`. */
  readonly decode: <N>(query: QueryOf<K>, body: string, context: AnswerContext<N>) => AnswerByKind<N>[K]
}

/** Defines a kind; `_kind` is given for its type, from which the others are inferred. */
export function queryKind<K extends QueryKind, W>(
  _kind: K,
  { route, parameters, weight, body: codec, toAnswer }: QueryDefinition<K, W>,
): RestQueryKind<K> {
  return {
    path: query => `/api/v3/${route}${search(parameters(query))}`,
    weight,
    decode: (query, body, context) =>
      toAnswer(decodeAnswer(body, codec, context.numeric, query), query, context),
  }
}

function search(parameters: Parameters): string {
  const parts = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  )
  return parts.length === 0 ? '' : `?${parts.join('&')}`
}
