/**
 * Removes what must stay secret from a URL before it is printed: credentials, listen keys, tokens.
 */

const MASK = '***'
const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i
const HOST_AND_PORT = /^(\[[^\]]*\]|[^:@]*)(:\d*)?$/

/**
 * A segment this long is taken for a key: Binance's listen keys have 60 characters or more, symbols
 * far fewer.
 */
const MIN_KEY_LENGTH = 24

/**
 * `url` without user, password, listen keys, values of the query and fragment, each replaced by
 * `***`. Accepts any text, so that a malformed URL can be printed too.
 */
export function redactUrl(url: string): string {
  const scheme = SCHEME.exec(url)?.[0] ?? ''
  const address = redactUserInfo(url.slice(scheme.length))
  const [, beforeFragment = '', fragment] = /^([^#]*)(#.*)?$/s.exec(address) ?? []
  const [, location = '', query] = /^([^?]*)(\?.*)?$/s.exec(beforeFragment) ?? []
  const [host = '', ...segments] = location.split('/')
  return [
    scheme + host,
    ...segments.map((segment, index) => redactSegment(segment, isStreamPath(segments[index - 1]))),
  ]
    .join('/')
    .concat(query === undefined ? '' : redactQuery(query), fragment === undefined ? '' : `#${MASK}`)
}

/** `text` with every URL in it redacted. */
export function redactUrls(text: string): string {
  if (!text.includes('://')) return text
  return text.replace(/\b[a-z][a-z0-9+.-]{0,20}:\/\/\S+?(?=[,;.)\]"']*(?:\s|$))/gi, redactUrl)
}

function redactUserInfo(address: string): string {
  const authority = /^[^/?#\\]*/.exec(address)?.[0] ?? ''
  const userEnd = authority.lastIndexOf('@')
  const isWellFormed = HOST_AND_PORT.test(authority.slice(userEnd + 1))
  if (isWellFormed) return userEnd === -1 ? address : `${MASK}${address.slice(userEnd)}`
  // A password with a slash or a question mark in it ends the authority too early: mask up to the
  // last @.
  const last = address.lastIndexOf('@')
  return last === -1 ? MASK : `${MASK}${address.slice(last)}`
}

function redactSegment(segment: string, isStream: boolean): string {
  const [name = '', channel] = segment.split(/@|%40/)
  if (name.startsWith('!') || segment === '') return segment
  if (channel === undefined && isStream) return MASK
  return name.length < MIN_KEY_LENGTH ? segment : MASK + segment.slice(name.length)
}

function redactQuery(query: string): string {
  const parameters = query.slice(1).split('&')
  return `?${parameters.map(redactParameter).join('&')}`
}

function redactParameter(parameter: string): string {
  const equals = parameter.indexOf('=')
  if (equals === -1) return parameter === '' ? '' : MASK
  const [name, value] = [parameter.slice(0, equals), parameter.slice(equals + 1)]
  if (name === 'timeUnit') return parameter
  if (name !== 'streams') return `${redactSegment(name, false)}=${MASK}`
  return `streams=${value
    .split('/')
    .map(stream => redactSegment(stream, true))
    .join('/')}`
}

const isStreamPath = (segment: string | undefined): boolean => segment === 'ws' || segment === 'stream'
