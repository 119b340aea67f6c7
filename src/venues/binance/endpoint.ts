/**
 * The address of Binance's combined streams. Source: web-socket-streams.md, "General WSS
 * information".
 */
import type { TimeUnit } from '../../options.js'
import { InvalidOptionError } from '../../validation/invalid-option-error.js'
import { printValue } from '../../validation/print-value.js'
import { redactUrl } from '../../validation/redact-url.js'

const ADDRESS = 'wss://stream.binance.com:9443'

/**
 * Hosts of REST and of the WebSocket API: api.binance.com, api3.binance.com,
 * data-api.binance.vision, ws-api.binance.com …
 */
const API_HOST = /^(ws-)?(data-)?[defps]?api(\d|-gcp)?\.(testnet\.)?binance\./
const WEBSITE = /^(www\.)?binance\.(com|us)$/

/**
 * Returns `<url>/stream`, with or without a path of Binance's (`/ws`, `/stream`) at the end of
 * `url`.
 */
export function endpoint(url: string, timeUnit: TimeUnit): string {
  const parsed = parseAddress(url)
  checkHost(url, parsed)
  checkPath(url, parsed)
  checkTimeUnit(url, parsed, timeUnit)
  parsed.pathname = `${parsed.pathname.replace(/\/+((ws|stream)\/*)?$/i, '')}/stream`
  if (timeUnit === 'microsecond') parsed.searchParams.set('timeUnit', 'MICROSECOND')
  return parsed.href
}

function parseAddress(url: string): URL {
  if (/^https?:\/\//i.test(url)) {
    const advice = isApi(url) ? `; the streams are at ${ADDRESS}` : ''
    throw invalid(url, `is not a WebSocket address; it should begin with wss:// or ws://${advice}`)
  }
  // `new URL` reads much that is no address: localhost:9443 as a scheme, wss:host and wss:///host
  // as wss://host, inner line breaks.
  if (!/^wss?:\/\/[^/\\\s]+[^\s]*$/i.test(url))
    throw invalid(url, 'is not a URL; write one such as wss://host:port')
  if (url.includes('#'))
    throw invalid(url, 'has a fragment, which a WebSocket address cannot have; remove # and what follows')
  try {
    return new URL(url)
  } catch {
    // The error of `new URL` contains the URL with its credentials.
    throw invalid(url, 'is not a URL; write one such as wss://host:port')
  }
}

function checkHost(url: string, { hostname, pathname }: URL): void {
  if (API_HOST.test(hostname) || WEBSITE.test(hostname) || /^\/(ws-)?api\//.test(`${pathname}/`))
    throw invalid(url, `is not an address of market streams; they are at ${ADDRESS}`)
}

function checkPath(url: string, { pathname, searchParams }: URL): void {
  const isStream = /@|%40|\/!|\/(ws|stream)\/+[^/]/i.test(pathname)
  if (!isStream && !['streams', 'listenKey'].some(name => searchParams.has(name))) return
  throw invalid(
    url,
    `is the address of a stream; give that of the exchange, such as ${ADDRESS}, and subscribe with a method such as market.trade$('BTCUSDT')`,
  )
}

/** A unit in the address alone would change the times of all events unnoticed. */
function checkTimeUnit(url: string, { searchParams }: URL, timeUnit: TimeUnit): void {
  const unit = searchParams.get('timeUnit')
  if (unit === null || unit.toLowerCase() === timeUnit) return
  throw invalid(url, "has a timeUnit other than the option timeUnit; write timeUnit: 'microsecond' instead")
}

const isApi = (url: string): boolean => API_HOST.test(url.replace(/^https?:\/\//i, '').toLowerCase())

const invalid = (url: string, problem: string): InvalidOptionError =>
  new InvalidOptionError('url', `${printValue(redactUrl(url))} ${problem}`)
