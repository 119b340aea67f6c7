/** What REST answers with. */

/** An answer of the REST side. */
export interface RestResponse {
  readonly status: number
  /** By name in lower case: `content-type`, `x-mbx-used-weight-1m`, `retry-after` … */
  readonly headers: Readonly<Record<string, string>>
  /** JSON text. */
  readonly body: string
  /** Milliseconds that a fault keeps it back: Infinity for an answer that never comes, else mostly 0. */
  readonly delay: number
}

/** Any page may ask, as at the real exchange. */
const HEADERS = { 'content-type': 'application/json;charset=UTF-8', 'access-control-allow-origin': '*' }

/** An answer in JSON, at once. */
export function json(body: string, status = 200): RestResponse {
  return { status, headers: HEADERS, body, delay: 0 }
}

/**
 * The exchange's form of an error. Source: errors.md.
 * @param retryAfter seconds
 */
export function failed(status: number, code: number, msg: string, retryAfter?: number): RestResponse {
  const response = json(JSON.stringify({ code, msg }), status)
  return retryAfter === undefined ? response : withHeaders(response, { 'retry-after': String(retryAfter) })
}

export function withHeaders(response: RestResponse, headers: RestResponse['headers']): RestResponse {
  return { ...response, headers: { ...response.headers, ...headers } }
}
