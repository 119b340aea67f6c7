/** Milliseconds of processor time that `run` takes: a busy machine does not change it much. */
export function costOf(run: () => void): number {
  const before = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e3
}

/** Flat in memory, unlike the result of `repeat`, which the first reader would have to flatten. */
export function longText(length: number, character = 'x'): string {
  return Buffer.alloc(length, character).toString('latin1')
}
