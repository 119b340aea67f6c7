/** Finds syntax errors in JSON, and formats their position as the exchange does. */

/**
 * Offset of the first character that is not valid JSON (the length, if the text ends too soon); -1
 * for valid JSON. Iterative, as nesting is the client's choice.
 */
export function findSyntaxError(text: string): number {
  const scanner = new Scanner(text)
  /** The closing brackets of the open objects and arrays. */
  const open: ('}' | ']')[] = []
  for (;;) {
    // At a value.
    const close = scanner.skip('{') ? '}' : scanner.skip('[') ? ']' : undefined
    if (close === undefined) {
      if (!scanner.skipScalar()) return scanner.at
    } else if (!scanner.skip(close)) {
      open.push(close)
      if (close === '}' && !scanner.skipName()) return scanner.at
      continue
    }
    // After a value: close what ends here, then expect a comma or the end.
    let closing = open.at(-1)
    while (closing !== undefined && scanner.skip(closing)) {
      open.pop()
      closing = open.at(-1)
    }
    if (closing === undefined) return scanner.isAtEnd() ? -1 : scanner.at
    if (!scanner.skip(',')) return scanner.at
    if (closing === '}' && !scanner.skipName()) return scanner.at
  }
}

class Scanner {
  at = 0
  readonly #text: string
  readonly #space = /[\t\n\r ]*/y
  readonly #literal = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y
  readonly #escape = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y

  constructor(text: string) {
    this.#text = text
  }

  isAtEnd(): boolean {
    this.#match(this.#space)
    return this.at === this.#text.length
  }

  /** Skips white space, and a character if it comes next. */
  skip(char: string): boolean {
    this.#match(this.#space)
    if (this.#text[this.at] !== char) return false
    this.at++
    return true
  }

  /** Skips the name of a property, and its colon. */
  skipName(): boolean {
    return this.#skipString() && this.skip(':')
  }

  skipScalar(): boolean {
    return this.#text[this.at] === '"' ? this.#skipString() : this.#match(this.#literal)
  }

  #skipString(): boolean {
    if (!this.skip('"')) return false
    const start = this.at
    for (;;) {
      const char = this.#text[this.at]
      if (char === '"') {
        this.at++
        return true
      }
      if (char === '\\' ? this.#match(this.#escape) : char !== undefined && char >= ' ') {
        if (char !== '\\') this.at++
        continue
      }
      // The exchange reports the beginning of a string that is not valid.
      this.at = start - 1
      return false
    }
  }

  #match(pattern: RegExp): boolean {
    pattern.lastIndex = this.at
    const match = pattern.exec(this.#text)?.[0]
    if (match === undefined) return false
    this.at += match.length
    return true
  }
}

/**
 * Formats an offset as `line 1 column 28`, both counted from 1, as the exchange's JSON parser does.
 */
export function formatPosition(text: string, offset: number): string {
  const before = text.slice(0, offset)
  const line = before.split('\n').length
  return `line ${line} column ${offset - before.lastIndexOf('\n')}`
}
