/** Parses the URL of a connection: its path and query decide what the client gets. */
import type { StreamNames } from '../streams/stream-names.js'
import type { Unit } from '../streams/unit.js'

export interface Endpoint {
  readonly path: string
  /** Whether payloads are wrapped with the name of their stream. */
  readonly combined: boolean
  readonly streams: readonly string[]
  readonly unit: Unit
}

/**
 * Parses `/ws`, `/ws/<stream>/…` and `/stream?streams=<stream>/…`, with `timeUnit=MICROSECOND`;
 * undefined for any other path. Ignores the host, and invalid stream names.
 *
 * Source: web-socket-streams.md, General WSS information.
 */
export function parseEndpoint(url: string, names: StreamNames): Endpoint | undefined {
  const path = url.replace(/^[a-z]+:\/\/[^/?]*/i, '').replace(/#.*$/, '') || '/stream'
  const [pathname = '', query = ''] = path.split(/\?(.*)/s)
  const parameters = new Map(
    query.split('&').map(part => {
      const [name = '', value = ''] = part.split(/=(.*)/s)
      return [name, decode(value)] as const
    }),
  )
  const unit = /^microsecond$/i.test(parameters.get('timeUnit') ?? '') ? 1000 : 1
  const streams = (list: string) => [...new Set(list.split('/').filter(name => names.accepts(name)))]
  if (/^\/ws(\/|$)/.test(pathname)) {
    return { path, combined: false, streams: streams(decode(pathname.slice(4))), unit }
  }
  if (/^\/stream\/?$/.test(pathname)) {
    return { path, combined: true, streams: streams(parameters.get('streams') ?? ''), unit }
  }
  return undefined
}

/** Unlike URLSearchParams, keeps `+`: `@kline_1d@+08:00` has one. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // An invalid escape: the text is no name of a stream either way.
    return text
  }
}
