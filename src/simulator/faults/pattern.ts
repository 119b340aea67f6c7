/** Names with holes in them: `btcusdt@*` is every stream of a symbol, `*@depth*` every depth. */

/** Whether a name fits a pattern, in which each `*` stands for any text. */
export function matcher(pattern: string): (name: string) => boolean {
  if (!pattern.includes('*')) return name => name === pattern
  const literals = pattern.split('*').map(part => part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&'))
  const form = new RegExp(`^${literals.join('.*')}$`, 's')
  return name => form.test(name)
}
