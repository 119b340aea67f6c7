/** The names of streams that an exchange serves and accepts. */
import type { Protocol } from '../protocol.js'
import { parseStream, type StreamRequest } from './stream-name.js'

export interface StreamNames {
  /**
   * Parses the name of a stream that is served; undefined for any other. The symbol need not be
   * listed.
   */
  parse(name: string): StreamRequest | undefined
  /** Whether a name can be subscribed. A name that is accepted and not served stays silent. */
  accepts(name: string): boolean
}

/** `<symbol>@<stream>` or `!<stream>@<suffix>`, with any suffix. */
const WELL_FORMED = /^(?:![A-Za-z]\w*|[^\s@!/?&"\\]+)@[\w+:.-]+(?:@[\w+:.-]+)*$/

/**
 * Retired names that clients still use, and the requests that serve them. Source: CHANGELOG.md of
 * the documentation.
 */
const LEGACY: Readonly<Record<string, StreamRequest>> = {
  '!ticker@arr': { kind: 'allTickers' },
  '!ticker@arr@1000ms': { kind: 'allTickers' },
  '!miniTicker@arr@1000ms': { kind: 'allMiniTickers' },
}

/** @param legacy whether retired names are served */
export function createStreamNames(protocol: Protocol, legacy: boolean): StreamNames {
  const parse = (name: string) =>
    parseStream(name) ?? (legacy && Object.hasOwn(LEGACY, name) ? LEGACY[name] : undefined)
  return {
    parse,
    accepts: name => parse(name) !== undefined || (protocol === 'live' && WELL_FORMED.test(name)),
  }
}
