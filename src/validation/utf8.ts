/** UTF-8, also where the platform lacks TextEncoder and TextDecoder, as Jest's jsdom does. */

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** The UTF-8 bytes of `text`; half of a surrogate pair becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  if (typeof TextEncoder === 'function') return new TextEncoder().encode(text)
  const escaped = encodeURIComponent(text.replace(LONE_SURROGATE, '\ufffd'))
  return Uint8Array.from(escaped.match(/%..|./g) ?? [], part =>
    part.length > 1 ? parseInt(part.slice(1), 16) : part.charCodeAt(0),
  )
}

/** The text of UTF-8 bytes, a byte order mark included. */
export function decodeUtf8(bytes: Uint8Array): string {
  if (typeof TextDecoder === 'function') return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  try {
    return decodeURIComponent(Array.from(bytes, byte => `%${byte.toString(16).padStart(2, '0')}`).join(''))
  } catch {
    // Not UTF-8: each byte becomes a character, as there is no text to find in it.
    return Array.from(bytes, byte => String.fromCharCode(byte)).join('')
  }
}
