/** What REST answers with. */

/** An answer of the REST side. */
export interface RestResponse {
  readonly status: number
  /** By name in lower case: `content-type`, `x-mbx-used-weight-1m`, `retry-after` … */
  readonly headers: Readonly<Record<string, string>>
  /** JSON text. */
  readonly body: string
  /** Milliseconds that a fault keeps it back; Infinity for an answer that never comes. 0 otherwise. */
  readonly delay: number
}

/** An answer in JSON, at once. */
export function json(body: string, status = 200): RestResponse {
  return { status, headers: { 'content-type': 'application/json;charset=UTF-8' }, body, delay: 0 }
}

/** The exchange's form of an error. Source: errors.md. */
export function failed(status: number, code: number, msg: string, retryAfter?: number): RestResponse {
  const response = json(JSON.stringify({ code, msg }), status)
  if (retryAfter === undefined) return response
  return { ...response, headers: { ...response.headers, 'retry-after': String(retryAfter) } }
}
