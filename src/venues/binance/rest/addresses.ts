/**
 * The addresses of Binance's REST. Source: rest-api.md, "General API Information";
 * faqs/market_data_only.md; testnet/rest-api.md.
 */
import { InvalidOptionError } from '../../../validation/invalid-option-error.js'
import { printValue } from '../../../validation/print-value.js'
import { redactUrl } from '../../../validation/redact-url.js'

/** By the host of the streams. */
const ADDRESSES: Readonly<Record<string, string>> = {
  'stream.binance.com': 'https://api.binance.com',
  'data-stream.binance.vision': 'https://data-api.binance.vision',
  'stream.testnet.binance.vision': 'https://testnet.binance.vision',
  'stream.binance.us': 'https://api.binance.us',
}

/**
 * The REST address of the exchange with streams at `url`; `undefined` for another host than
 * Binance's.
 */
export function addressFor(url: string): string | undefined {
  const { hostname } = new URL(url)
  return Object.hasOwn(ADDRESSES, hostname) ? ADDRESSES[hostname] : undefined
}

/** Returns `restUrl` without a trailing `/api/v3` and slashes. */
export function checkAddress(restUrl: string): string {
  if (/^wss?:\/\//i.test(restUrl))
    throw invalid(restUrl, 'is an address of streams; REST is at an address that begins with https://')
  if (!/^https?:\/\/[^/\\\s@?#]+(\/[^\s?#]*)?$/i.test(restUrl) || !isUrl(restUrl))
    throw invalid(restUrl, 'is not a URL without credentials and query; write one such as https://host:port')
  return restUrl.replace(/\/*(\/api(\/v3)?)?\/*$/i, '')
}

function isUrl(text: string): boolean {
  try {
    new URL(text)
    return true
  } catch {
    // `new URL` throws for an invalid URL; `URL.canParse` is missing in older browsers.
    return false
  }
}

const invalid = (restUrl: string, problem: string): InvalidOptionError =>
  new InvalidOptionError('restUrl', `${printValue(redactUrl(restUrl))} ${problem}`)
