/** REST responses. */

/** A REST response. */
export interface RestResponse {
  readonly status: number
  /** By name in lower case: `content-type`, `x-mbx-used-weight-1m`, `retry-after` … */
  readonly headers: Readonly<Record<string, string>>
  /** JSON text. */
  readonly body: string
  /**
   * Milliseconds by which a fault delays it; Infinity for a response that never comes, 0 without a
   * fault.
   */
  readonly delay: number
}

/**
 * Any page may read responses and these headers, as at the real exchange. Source:
 * fetch.spec.whatwg.org, CORS protocol.
 */
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'x-mbx-used-weight, x-mbx-used-weight-1m, retry-after',
}

const METHODS = 'GET, HEAD, OPTIONS'

/** A JSON response without delay. */
export function json(body: string, status = 200): RestResponse {
  const headers = { 'content-type': 'application/json;charset=UTF-8', ...CORS }
  return { status, headers, body, delay: 0 }
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

/** The response to HEAD: the headers of GET. */
export function withoutBody(response: RestResponse): RestResponse {
  return { ...response, body: '' }
}

/**
 * The response to OPTIONS: a page may send any of the methods, with the headers that it names. It
 * costs no weight.
 */
export function preflight(requested: string | readonly string[] | undefined): RestResponse {
  return {
    status: 204,
    headers: {
      ...CORS,
      allow: METHODS,
      'access-control-allow-methods': METHODS,
      'access-control-allow-headers': String(requested ?? '*'),
      'access-control-max-age': '86400',
    },
    body: '',
    delay: 0,
  }
}

export function methodNotAllowed(): RestResponse {
  return withHeaders(json('{}', 405), { allow: METHODS })
}
