/** Where a client knocks: the path and query of its URL decide what it gets. */
import type { Unit } from './payloads.js'
import { parseStream } from './stream-name.js'

/** A URL, understood. */
export interface Endpoint {
  readonly path: string
  /** Payloads are wrapped with the name of their stream. */
  readonly combined: boolean
  readonly streams: readonly string[]
  readonly unit: Unit
}

/**
 * Reads `/ws`, `/ws/<stream>/…` and `/stream?streams=<stream>/…`, with `timeUnit=MICROSECOND`; undefined for any other path.
 * Stream names that have no documented form are left out, as is a host.
 *
 * Source: web-socket-streams.md, General WSS information.
 */
export function readEndpoint(url: string): Endpoint | undefined {
  const path = url.replace(/^[a-z]+:\/\/[^/?]*/i, '').replace(/#.*$/, '') || '/stream'
  const [place = '', query = ''] = path.split(/\?(.*)/s)
  const parameters = new Map(
    query.split('&').map(part => {
      const [name = '', value = ''] = part.split(/=(.*)/s)
      return [name, decode(value)] as const
    }),
  )
  const unit = /^microsecond$/i.test(parameters.get('timeUnit') ?? '') ? 1000 : 1
  const names = (list: string) => [
    ...new Set(list.split('/').filter(name => parseStream(name) !== undefined)),
  ]
  if (/^\/ws(\/|$)/.test(place)) {
    return { path, combined: false, streams: names(decode(place.slice(4))), unit }
  }
  if (/^\/stream\/?$/.test(place)) {
    return { path, combined: true, streams: names(parameters.get('streams') ?? ''), unit }
  }
  return undefined
}

/** Unlike URLSearchParams, leaves `+` alone: `@kline_1d@+08:00` has one. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
