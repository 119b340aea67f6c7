/** A binary heap that keeps the earliest item on top and can drop any item in O(log n). */

export interface HeapItem {
  /** The item's index in the heap, -1 when it is in none. Maintained by the heap. */
  index: number
}

export class Heap<T extends HeapItem> {
  readonly #items: T[] = []
  readonly #before: (a: T, b: T) => boolean

  constructor(before: (a: T, b: T) => boolean) {
    this.#before = before
  }

  get size(): number {
    return this.#items.length
  }

  /** A copy of the items, in their order. */
  sorted(): readonly T[] {
    return [...this.#items].sort((a, b) => (this.#before(a, b) ? -1 : 1))
  }

  peek(): T | undefined {
    return this.#items[0]
  }

  push(item: T): void {
    this.#place(item, this.#items.length)
    this.#up(item)
  }

  remove(item: T): void {
    const { index } = item
    if (index < 0) return
    const last = this.#items.pop()
    item.index = -1
    if (last === undefined || last === item) return
    this.#place(last, index)
    this.#up(last)
    this.#down(last)
  }

  #place(item: T, index: number): void {
    this.#items[index] = item
    item.index = index
  }

  #up(item: T): void {
    while (item.index > 0) {
      const index = item.index
      const parent = this.#items[(index - 1) >> 1]
      if (parent === undefined || !this.#before(item, parent)) return
      this.#place(item, parent.index)
      this.#place(parent, index)
    }
  }

  #down(item: T): void {
    for (;;) {
      const index = item.index
      const left = this.#items[2 * index + 1]
      const right = this.#items[2 * index + 2]
      const child = right !== undefined && left !== undefined && this.#before(right, left) ? right : left
      if (child === undefined || !this.#before(child, item)) return
      this.#place(item, child.index)
      this.#place(child, index)
    }
  }
}
