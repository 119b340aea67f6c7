/** Finds syntax errors in JSON, and formats their position as the exchange does. */

/** Offset of the first character that is not valid JSON (the length, if the text ends too soon); -1 for valid JSON. */
export function findSyntaxError(text: string): number {
  let at = 0
  const skipSpace = () => {
    while (/[\t\n\r ]/.test(text[at] ?? '')) at++
  }
  const literal = (pattern: RegExp): boolean => {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0]
    if (found === undefined) return false
    at += found.length
    return true
  }
  const list = (close: string, item: () => boolean): boolean => {
    at++
    skipSpace()
    if (text[at] === close) return literal(/./y)
    for (;;) {
      if (!item()) return false
      skipSpace()
      if (text[at] === close) return literal(/./y)
      if (text[at] !== ',') return false
      at++
      skipSpace()
    }
  }
  const string = () => literal(/"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/uy)
  const pair = (): boolean => {
    if (!string()) return false
    skipSpace()
    if (text[at] !== ':') return false
    at++
    return value()
  }
  const value = (): boolean => {
    skipSpace()
    if (text[at] === '{') return list('}', pair)
    if (text[at] === '[') return list(']', value)
    return string() || literal(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y)
  }
  if (!value()) return at
  skipSpace()
  return at === text.length ? -1 : at
}

/** Formats an offset as `line 1 column 28`, both counted from 1, as the exchange's JSON parser does. */
export function formatPosition(text: string, offset: number): string {
  const before = text.slice(0, offset)
  const line = before.split('\n').length
  return `line ${line} column ${offset - before.lastIndexOf('\n')}`
}
