/** Targets of faults: the connections and the names that a fault applies to. */

/**
 * Selects a connection: its id (ids count from 1), or the oldest or newest open one; every
 * connection by default.
 */
export interface Target {
  readonly connection?: number | 'oldest' | 'newest'
}

/** Resolves targets; the sessions of an exchange do. */
export interface TargetResolver {
  /**
   * The id of a connection; `'oldest'` and `'newest'` are resolved once, now. Undefined when none
   * is open.
   */
  resolve(connection: number | 'oldest' | 'newest'): number | undefined
}

/** Whether the target includes the connection of an id, now or later. */
export function reachOf({ connection }: Target, resolver: TargetResolver): (id: number) => boolean {
  if (connection === undefined) return () => true
  const only = resolver.resolve(connection)
  return id => id === only
}

/**
 * Matches names against a pattern in which each `*` matches any text: `btcusdt@*`, `*@depth*`,
 * `ticker/*`.
 */
export function matchPattern(pattern: string): (name: string) => boolean {
  if (!pattern.includes('*')) return name => name === pattern
  const literals = pattern.split('*').map(part => part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&'))
  const form = new RegExp(`^${literals.join('.*')}$`, 's')
  return name => form.test(name)
}
