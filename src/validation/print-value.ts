/** Prints any value on one line for a message, within bounds of length, depth and cost. Never throws. */
import { cleanText } from './clean-text.js'

export interface PrintOptions {
  /** Characters at most. @default 80 */
  readonly maxLength?: number
  /** Levels of nesting that are printed; deeper ones become `…`. @default 6 */
  readonly maxDepth?: number
  /** Whether keys are quoted, as JSON writes them. @default false */
  readonly quoteKeys?: boolean
}

/** `value` as one would write it in code, such as `{ size: 5 }`, cut with `…` where it exceeds the bounds. */
export function printValue(value: unknown, options: PrintOptions = {}): string {
  const { maxLength = 80, maxDepth = 6, quoteKeys = false } = options
  const printer = new Printer(maxLength, quoteKeys)
  try {
    printer.print(value, maxDepth)
  } catch {
    // A getter or a proxy of the value threw: there is nothing more to print of it.
    printer.write('…')
  }
  return cleanText(printer.text, maxLength)
}

class Printer {
  text = ''
  readonly #maxLength: number
  readonly #quoteKeys: boolean

  constructor(maxLength: number, quoteKeys: boolean) {
    this.#maxLength = maxLength
    this.#quoteKeys = quoteKeys
  }

  get #isFull(): boolean {
    return this.text.length > this.#maxLength
  }

  write(text: string): void {
    if (!this.#isFull) this.text += text
  }

  print(value: unknown, depth: number): void {
    if (this.#isFull) return
    if (typeof value !== 'object' || value === null) return this.write(this.#primitive(value))
    if (depth === 0) return this.write('…')
    // By tag and shape and not by `instanceof`: the value may be of another realm, as in Jest.
    switch (Object.prototype.toString.call(value)) {
      case '[object Error]':
        return this.write(errorText(value as Error))
      case '[object Date]':
        return this.write(dateText(value as Date))
      case '[object RegExp]':
        return this.write((value as RegExp).toString())
      case '[object Map]':
        return this.#list('Map {', ' ', value as Map<unknown, unknown>, ' }', ([key, part]) => {
          this.print(key, depth - 1)
          this.write(' => ')
          this.print(part, depth - 1)
        })
      case '[object Set]':
        return this.#list('Set {', ' ', value as Set<unknown>, ' }', part => this.print(part, depth - 1))
      default:
        return Array.isArray(value)
          ? this.#list('[', '', value as unknown[], ']', part => this.print(part, depth - 1))
          : this.#fields(value, depth)
    }
  }

  #fields(value: object, depth: number): void {
    // Enumerated once, as V8 collects all keys before it yields the first.
    let lead = '{ '
    for (const key in value) {
      if (this.#isFull) return
      if (!Object.hasOwn(value, key)) continue
      this.write(`${lead}${this.#key(key)}: `)
      this.print((value as Record<string, unknown>)[key], depth - 1)
      lead = ', '
    }
    this.write(lead === '{ ' ? '{}' : ' }')
  }

  #list<T>(open: string, space: string, parts: Iterable<T>, close: string, print: (part: T) => void): void {
    this.write(open)
    let lead = space
    for (const part of parts) {
      if (this.#isFull) return
      this.write(lead)
      print(part)
      lead = ', '
    }
    this.write(close)
  }

  #key(key: string): string {
    return !this.#quoteKeys && /^[\w$]{1,40}$/.test(key) ? key : this.#quote(key)
  }

  #primitive(value: unknown): string {
    switch (typeof value) {
      case 'string':
        return this.#quote(value)
      case 'bigint':
        return `${value}n`
      case 'function':
        return value.name === '' ? 'a function' : `[function ${value.name}]`
      default:
        return Object.is(value, -0) ? '-0' : String(value)
    }
  }

  /** Cut before it is quoted, as quoting costs as much as the string is long. */
  #quote(text: string): string {
    return JSON.stringify(text.slice(0, this.#maxLength))
  }
}

function errorText({ name, message }: Error): string {
  return `${name}: ${message}`
}

function dateText(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'Invalid Date' : date.toISOString()
}
