/** What belongs to each stream, found by the bytes of its name as they stand in a frame, so that no string is made of them. */

interface Entry<T> {
  readonly name: string
  readonly value: T
}

export class StreamTable<T> {
  readonly #entries = new Map<string, Entry<T>>()
  /** Names of the same hash share a list. */
  readonly #lists = new Map<number, readonly Entry<T>[]>()

  /** The value of the name whose bytes, plain ASCII, stand at `from` up to `to`. */
  find(bytes: Uint8Array, from: number, to: number): T | undefined {
    let hash = 0
    for (let at = from; at < to; at++) hash = mix(hash, bytes[at] as number)
    const list = this.#lists.get(hash)
    if (list === undefined) return undefined
    for (const { name, value } of list) if (isName(name, bytes, from, to)) return value
    return undefined
  }

  get(name: string): T | undefined {
    return this.#entries.get(name)?.value
  }

  set(name: string, value: T): void {
    const entry = { name, value }
    this.#entries.set(name, entry)
    this.#lists.set(hashOf(name), [...this.#namesakes(name), entry])
  }

  delete(name: string): void {
    this.#entries.delete(name)
    const others = this.#namesakes(name)
    if (others.length > 0) this.#lists.set(hashOf(name), others)
    else this.#lists.delete(hashOf(name))
  }

  /** Other names of the same hash. */
  #namesakes(name: string): readonly Entry<T>[] {
    return (this.#lists.get(hashOf(name)) ?? []).filter(entry => entry.name !== name)
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
