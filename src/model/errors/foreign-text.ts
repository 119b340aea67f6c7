/** Text of others in messages of errors. */
import { cleanText } from '../../validation/clean-text.js'
import { redactUrls } from '../../validation/redact-url.js'

/**
 * Text of others, such as a close reason: on one line, bounded, without control characters and
 * credentials.
 */
export const foreignText = (text: string): string => cleanText(redactUrls(text.slice(0, 2_000)))

/**
 * The message of the cause, at the end of an error's. Read by shape: an error of Node's own is no
 * `instanceof Error` in another realm.
 */
export function causeSuffix(cause: unknown): string {
  if (typeof cause !== 'object' || cause === null || !('message' in cause)) return ''
  return `: ${foreignText(String(cause.message))}`
}
