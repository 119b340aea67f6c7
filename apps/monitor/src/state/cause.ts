/** Describes why a connection was lost. */
import { isMarketError } from 'rxmarket'

/** Returns the innermost network error's message, or else the close code and reason of the peer. */
export function describeCause(error: Error): string {
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error.cause
  if (inner instanceof Error) return describeCause(inner)
  if (!isMarketError(error, 'CONNECTION_LOST')) return error.message
  return `code ${error.closeCode}${error.reason && `, ${error.reason}`}`
}
