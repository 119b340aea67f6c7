/** The query of a REST request, read strictly. Source: errors.md, 11xx. */

/** Thrown inside a handler, answered as the exchange answers. */
export class RestError extends Error {
  constructor(
    readonly code: number,
    message: string,
    readonly status = 400,
  ) {
    super(message)
  }
}

/** Parameters by name. */
export type Query = ReadonlyMap<string, string>

export function invalidSymbol(): RestError {
  return new RestError(-1121, 'Invalid symbol.')
}

export function readQuery(search: string): Query {
  const query = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(search)) {
    if (query.has(name)) throw new RestError(-1101, 'Duplicate values for a parameter detected.')
    query.set(name, value)
  }
  return query
}

export function mandatory(query: Query, name: string): string {
  const value = query.get(name)
  if (value) return value
  throw new RestError(-1102, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`)
}

export function legal(name: string, text: string): string {
  const range = '^[A-Z0-9-_.]{1,20}$'
  if (/^[\w.\-\u0080-\uffff]{1,40}$/.test(text) && text === text.toUpperCase()) return text
  throw new RestError(-1100, `Illegal characters found in parameter '${name}'; legal range is '${range}'.`)
}

export function integer(query: Query, name: string): number | undefined {
  const text = query.get(name)
  if (text === undefined) return undefined
  if (/^\d{1,16}$/.test(text)) return Number(text)
  throw new RestError(
    -1100,
    `Illegal characters found in parameter '${name}'; legal range is '^[0-9]{1,20}$'.`,
  )
}
