/** Causes: why a connection was lost, in few words. */
import { isMarketError } from 'rxmarket'

/** What the network said where it said something, else what the peer said. */
export function causeOf(error: Error): string {
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error.cause
  if (inner instanceof Error) return causeOf(inner)
  if (!isMarketError(error, 'CONNECTION_LOST')) return error.message
  return `code ${error.closeCode}${error.reason && `, ${error.reason}`}`
}
