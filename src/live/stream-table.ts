/** What belongs to each stream, found by the bytes of its name as they stand in a frame, so that no string is made of them. */

interface Entry<T> {
  readonly name: string
  readonly value: T
  /** The next of the same hash. */
  readonly next: Entry<T> | undefined
}

export class StreamTable<T> {
  readonly #chains = new Map<number, Entry<T>>()

  /** The value of the name whose bytes, plain ASCII, stand at `from` up to `to`. */
  find(bytes: Uint8Array, from: number, to: number): T | undefined {
    let hash = 0
    for (let at = from; at < to; at++) hash = mix(hash, bytes[at] as number)
    let entry = this.#chains.get(hash)
    while (entry !== undefined && !isName(entry.name, bytes, from, to)) entry = entry.next
    return entry?.value
  }

  get(name: string): T | undefined {
    let entry = this.#chains.get(hashOf(name))
    while (entry !== undefined && entry.name !== name) entry = entry.next
    return entry?.value
  }

  set(name: string, value: T): void {
    this.#chains.set(hashOf(name), { name, value, next: this.#without(name) })
  }

  delete(name: string): void {
    const others = this.#without(name)
    if (others === undefined) this.#chains.delete(hashOf(name))
    else this.#chains.set(hashOf(name), others)
  }

  /** The chain of a name's hash, without the name. */
  #without(name: string): Entry<T> | undefined {
    const rest = (entry: Entry<T> | undefined): Entry<T> | undefined => {
      if (entry === undefined || entry.name === name) return entry?.next
      return { ...entry, next: rest(entry.next) }
    }
    return rest(this.#chains.get(hashOf(name)))
  }
}

// V8 keeps whole numbers of up to 31 bits without an object.
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
