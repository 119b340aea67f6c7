/** REST responses. */

/** A REST response. */
export interface RestResponse {
  readonly status: number
  /** By name in lower case: `content-type`, `x-mbx-used-weight-1m`, `retry-after` … */
  readonly headers: Readonly<Record<string, string>>
  /** JSON text. */
  readonly body: string
  /** Milliseconds by which a fault delays it; Infinity for a response that never comes, 0 without a fault. */
  readonly delay: number
}

/** Any page may read responses, as at the real exchange. */
const HEADERS = { 'content-type': 'application/json;charset=UTF-8', 'access-control-allow-origin': '*' }

/** A JSON response without delay. */
export function json(body: string, status = 200): RestResponse {
  return { status, headers: HEADERS, body, delay: 0 }
}

/**
 * An error response in the exchange's form. Source: errors.md.
 * @param retryAfter seconds
 */
export function failed(status: number, code: number, msg: string, retryAfter?: number): RestResponse {
  const response = json(JSON.stringify({ code, msg }), status)
  return retryAfter === undefined ? response : withHeaders(response, { 'retry-after': String(retryAfter) })
}

export function withHeaders(response: RestResponse, headers: RestResponse['headers']): RestResponse {
  return { ...response, headers: { ...response.headers, ...headers } }
}
