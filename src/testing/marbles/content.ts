/** The contents of built-in values beside their properties. */

/**
 * The kind of an object, such as `Date`: by tag and not by `instanceof`, as it may be of another
 * realm.
 */
export function tagOf(value: object): string {
  return Object.prototype.toString.call(value).slice(8, -1)
}

/**
 * The content of a value of a built-in class, or `undefined` where its properties are all there is.
 */
export function contentOf(value: object): unknown {
  switch (tagOf(value)) {
    case 'Map':
    case 'Set':
      return [...(value as Iterable<unknown>)]
    case 'ArrayBuffer':
    case 'SharedArrayBuffer':
      return [...new Uint8Array(value as ArrayBuffer)]
    case 'DataView': {
      const { buffer, byteOffset, byteLength } = value as DataView
      return [...new Uint8Array(buffer, byteOffset, byteLength)]
    }
    case 'RegExp':
      return RegExp.prototype.toString.call(value)
    case 'Date':
    case 'Number':
    case 'String':
    case 'Boolean':
    case 'BigInt':
    case 'Symbol':
      return value.valueOf()
    default:
      return undefined
  }
}
