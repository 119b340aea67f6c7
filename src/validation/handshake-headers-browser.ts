/** Sockets of browsers take neither headers nor an agent: only their types are checked. */
import { check, isRecord } from './check.js'

export function checkHeaders(option: string, headers: unknown): void {
  check(option, headers, isRecord(headers), 'an object of strings')
}

export function checkAgent(option: string, agent: unknown): void {
  check(option, agent, typeof agent === 'object' && agent !== null, 'an object')
}
