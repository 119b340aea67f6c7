/** Where a text stops being JSON, as the exchange reports it. */

/** Offset of the first character that cannot go on as JSON (the length, if the text only ends too soon); -1 for good JSON. */
export function jsonFault(text: string): number {
  let at = 0
  const space = () => {
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
    space()
    if (text[at] === close) return literal(/./y)
    for (;;) {
      if (!item()) return false
      space()
      if (text[at] === close) return literal(/./y)
      if (text[at] !== ',') return false
      at++
      space()
    }
  }
  const string = () => literal(/"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/uy)
  const pair = (): boolean => {
    if (!string()) return false
    space()
    if (text[at] !== ':') return false
    at++
    return value()
  }
  const value = (): boolean => {
    space()
    if (text[at] === '{') return list('}', pair)
    if (text[at] === '[') return list(']', value)
    return string() || literal(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y)
  }
  if (!value()) return at
  space()
  return at === text.length ? -1 : at
}

/** `line 1 column 28` of an offset, both counted from 1, as the exchange's JSON reader writes it. */
export function position(text: string, offset: number): string {
  const before = text.slice(0, offset)
  const line = before.split('\n').length
  return `line ${line} column ${offset - before.lastIndexOf('\n')}`
}
