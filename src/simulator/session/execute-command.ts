/** Executes control messages of a session. */
import type { ActiveFaults } from '../faults/active/active-faults.js'
import type { Limits } from '../limits.js'
import { type Command, formatError, formatNestedError, type InvalidCommand } from './parse-command.js'
import type { Violation } from './violation.js'

/** The target of a command: a session. */
export interface CommandTarget {
  readonly id: number
  combined: boolean
  /** Names of the subscribed streams. */
  readonly streams: readonly string[]
  subscribe(streams: readonly string[]): void
  removeSubscription(stream: string): void
  reply(text: string): void
  close(code: number, reason: string): void
  addViolation(rule: Violation['rule']): void
}

/**
 * Replies first and acts then, so that no frame of a stream precedes the reply to its SUBSCRIBE.
 */
export function executeCommand(
  command: Command | InvalidCommand,
  session: CommandTarget,
  { faults, limits }: { readonly faults: ActiveFaults; readonly limits: Limits },
): void {
  switch (command.method) {
    case 'REJECT':
      session.reply(command.reply)
      return
    case 'CLOSE':
      session.close(1008, 'Invalid request')
      return
    case 'SUBSCRIBE': {
      const error = subscribeError(command.streams, command.id, session, faults, limits)
      session.reply(error ?? formatResult('null', command.id))
      if (error === undefined) session.subscribe(command.streams)
      return
    }
    case 'UNSUBSCRIBE':
      session.reply(formatResult('null', command.id))
      for (const stream of command.streams) session.removeSubscription(stream)
      return
    case 'LIST_SUBSCRIPTIONS':
      session.reply(formatResult(JSON.stringify(session.streams), command.id))
      return
    case 'SET_PROPERTY':
      session.combined = command.combined
      session.reply(formatResult('null', command.id))
      return
    case 'GET_PROPERTY':
      session.reply(formatResult(String(session.combined), command.id))
  }
}

function formatResult(result: string, id: string): string {
  return `{"result":${result},"id":${id}}`
}

/** The error reply to a SUBSCRIBE that a fault or the limit of streams rejects. */
function subscribeError(
  streams: readonly string[],
  id: string,
  session: CommandTarget,
  faults: ActiveFaults,
  limits: Limits,
): string | undefined {
  const rejection = faults.replies.rejectionOf(session.id, streams)
  if (rejection !== undefined) return formatNestedError(rejection.code, rejection.msg, id)
  const count = new Set([...session.streams, ...streams]).size
  if (count <= limits.streams) return undefined
  session.addViolation('streams')
  return formatError(
    2,
    `Invalid request: ${count} streams are more than ${limits.streams} on one connection`,
    id,
  )
}
