/**
 * A map from stream names that finds a name by its bytes in a frame, so that no string is made of
 * them.
 */

interface Entry<T> {
  readonly name: string
  readonly value: T
  /** The next of the same hash. */
  readonly next: Entry<T> | undefined
}

export class StreamTable<T> {
  readonly #chains = new Map<number, Entry<T>>()
  readonly #values = new Map<string, T>()

  get size(): number {
    return this.#values.size
  }

  /** The value of the ASCII name at `from` up to `to`. */
  find(bytes: Uint8Array, from: number, to: number): T | undefined {
    let hash = 0
    for (let at = from; at < to; at++) hash = mix(hash, bytes[at] as number)
    let entry = this.#chains.get(hash)
    while (entry !== undefined && !isName(entry.name, bytes, from, to)) entry = entry.next
    return entry?.value
  }

  get(name: string): T | undefined {
    return this.#values.get(name)
  }

  has(name: string): boolean {
    return this.#values.has(name)
  }

  /** The values at present. */
  values(): T[] {
    return [...this.#values.values()]
  }

  set(name: string, value: T): void {
    this.#values.set(name, value)
    this.#chains.set(hashOf(name), { name, value, next: this.#chainWithout(name) })
  }

  delete(name: string): void {
    this.#values.delete(name)
    const chain = this.#chainWithout(name)
    if (chain === undefined) this.#chains.delete(hashOf(name))
    else this.#chains.set(hashOf(name), chain)
  }

  /** The chain of a name's hash, without the name. */
  #chainWithout(name: string): Entry<T> | undefined {
    const rest = (entry: Entry<T> | undefined): Entry<T> | undefined => {
      if (entry === undefined || entry.name === name) return entry?.next
      return { ...entry, next: rest(entry.next) }
    }
    return rest(this.#chains.get(hashOf(name)))
  }
}

// V8 keeps integers of up to 31 bits without an object.
const mix = (hash: number, code: number): number => (Math.imul(hash, 31) + code) & 0x3fff_ffff

function hashOf(name: string): number {
  let hash = 0
  for (let i = 0; i < name.length; i++) hash = mix(hash, name.charCodeAt(i))
  return hash
}

function isName(name: string, bytes: Uint8Array, from: number, to: number): boolean {
  if (name.length !== to - from) return false
  for (let i = 0; i < name.length; i++) if (bytes[from + i] !== name.charCodeAt(i)) return false
  return true
}
