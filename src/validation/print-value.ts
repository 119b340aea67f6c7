/**
 * Prints any value on one line for a message, within bounds of length, depth and cost. Never
 * throws.
 */
import { cleanText } from './clean-text.js'

export interface PrintOptions {
  /** Characters at most. @default 80 */
  readonly maxLength?: number
  /** Levels of nesting that are printed; deeper ones become `…`. @default 6 */
  readonly maxDepth?: number
  /** Whether keys are quoted, as JSON writes them. @default false */
  readonly quoteKeys?: boolean
}

/**
 * Formats `value` as source code, such as `{ size: 5 }`, truncated with `…` where it exceeds the
 * bounds.
 */
export function printValue(value: unknown, options: PrintOptions = {}): string {
  const { maxLength = 80, maxDepth = 6, quoteKeys = false } = options
  const printer = new Printer(maxLength, quoteKeys)
  try {
    printer.print(value, maxDepth)
  } catch {
    // A getter or a proxy of the value threw: nothing more of it can be printed.
    printer.write('…')
  }
  return cleanText(printer.text, maxLength)
}

class Printer {
  text = ''
  /** The objects that contain the one being printed, to recognize cycles. */
  readonly #ancestors: object[] = []
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
    if (this.#ancestors.includes(value)) return this.write('[circular]')
    if (depth === 0) return this.write('…')
    this.#ancestors.push(value)
    this.#object(value, depth - 1)
    this.#ancestors.pop()
  }

  #object(value: object, depth: number): void {
    // By tag and not by `instanceof`: the value may come from another realm, as in Jest.
    const tag = Object.prototype.toString.call(value).slice('[object '.length, -1)
    const printPart = (part: unknown): void => this.print(part, depth)
    if (Array.isArray(value)) return this.#list('[', '', value as unknown[], ']', printPart)
    if (ArrayBuffer.isView(value) && Symbol.iterator in value) {
      return this.#list(`${tag} [`, '', value as Iterable<number>, ']', printPart)
    }
    switch (tag) {
      case 'Error':
      case 'DOMException':
        return this.write(errorText(value as Error))
      case 'Date':
        return this.write(dateText(value as Date))
      case 'RegExp':
        return this.write(RegExp.prototype.toString.call(value))
      case 'Number':
      case 'String':
      case 'Boolean':
        return this.write(this.#primitive(value.valueOf()))
      case 'Map':
        return this.#list('Map {', ' ', value as Map<unknown, unknown>, ' }', ([key, part]) => {
          this.print(key, depth)
          this.write(' => ')
          this.print(part, depth)
        })
      case 'Set':
        return this.#list('Set {', ' ', value as Set<unknown>, ' }', printPart)
      default:
        if (tag !== 'Object') this.write(`${tag} `)
        return this.#fields(value, depth)
    }
  }

  #fields(value: object, depth: number): void {
    // Enumerates the keys once, at a cost proportional to their number: no enumeration is lazy.
    const keys = Object.keys(value)
    if (keys.length === 0) return this.write('{}')
    this.#list('{', ' ', keys, ' }', key => {
      this.write(`${this.#key(key)}: `)
      this.print((value as Record<string, unknown>)[key], depth)
    })
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
        return isLong(value, this.#maxLength)
          ? `a bigint of more than ${this.#maxLength} digits`
          : `${value}n`
      case 'function':
        return value.name === '' ? 'a function' : `[function ${value.name}]`
      default:
        return Object.is(value, -0) ? '-0' : String(value)
    }
  }

  /** Cuts before quoting, since the cost of quoting grows with the length. */
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

/** Converting a bigint to decimal digits costs the square of its length. */
function isLong(value: bigint, digits: number): boolean {
  const limit = 10n ** BigInt(digits)
  return value >= limit || value <= -limit
}
