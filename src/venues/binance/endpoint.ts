/** The address of Binance's combined streams. Source: web-socket-streams.md, "General WSS information". */
import { InvalidOptionError } from '../../model/errors.js'
import type { TimeUnit } from '../venue.js'

/** `<url>/stream`, whichever of Binance's paths (`/ws`, `/stream`) the given address ends with. */
export function endpoint(url: string, timeUnit: TimeUnit): string {
  if (!URL.canParse(url))
    throw new InvalidOptionError('url', `"${url}" is not a URL; write one such as wss://host:port`)
  const parsed = new URL(url)
  if (parsed.protocol !== 'ws:' && parsed.protocol !== 'wss:') {
    throw new InvalidOptionError(
      'url',
      `"${url}" is not a WebSocket address; it should begin with wss:// or ws://`,
    )
  }
  parsed.pathname = `${parsed.pathname.replace(/\/(ws|stream)?\/?$/, '')}/stream`
  if (timeUnit === 'microsecond') parsed.searchParams.set('timeUnit', 'MICROSECOND')
  return parsed.href
}
