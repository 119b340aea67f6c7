/** Returns the exposed state of an object with private state. */

/**
 * Access to a private field; or a helper with which TypeScript, swc, Babel or esbuild emulates it;
 * or a built-in class.
 */
const HIDES = /[\w$)\]]\??\.#[\w$]|_class_?private_?field|__private(Add|Get|Set)|\{ \[native code\] \}/i

/** Whether `value` may differ from another object in more than its properties. */
export function hidesState(value: object): boolean {
  return prototypesOf(value).some(prototype => {
    const constructor: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value
    return typeof constructor === 'function' && HIDES.test(Function.prototype.toString.call(constructor))
  })
}

/**
 * The result of `a.equals(b)`; `undefined` where it has no such method, or one for something else.
 */
export function equalsOf(a: object, b: object): boolean | undefined {
  const { equals } = a as { equals?: unknown }
  if (typeof equals !== 'function' || Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return undefined
  try {
    const isEqual: unknown = equals.call(a, b)
    return typeof isEqual === 'boolean' ? isEqual : undefined
  } catch {
    // A method of this name that takes something else: not decisive.
    return undefined
  }
}

/**
 * The results of the getters of `value`, and of `valueOf`, `toJSON` and `toString` where its class
 * has its own.
 */
export function exposed(value: object): ReadonlyMap<string, unknown> {
  const results = new Map<string, unknown>()
  const add = (name: string, read: () => unknown): void => {
    if (results.has(name)) return
    try {
      results.set(name, read())
    } catch {
      // It cannot be read in this state: then it shows nothing.
    }
  }
  for (const prototype of prototypesOf(value)) {
    for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(prototype)))
      if (descriptor.get !== undefined) add(`.${name}`, () => descriptor.get?.call(value) as unknown)
    for (const name of ['valueOf', 'toJSON', 'toString']) {
      const method = Object.getOwnPropertyDescriptor(prototype, name)?.value as unknown
      if (typeof method === 'function') add(`.${name}()`, () => method.call(value) as unknown)
    }
  }
  if (results.get('.valueOf()') === value) results.delete('.valueOf()')
  return results
}

/** The prototypes of `value`, down to its base class. */
function prototypesOf(value: object): readonly object[] {
  const prototype = Object.getPrototypeOf(value) as object | null
  const isLast = prototype === null || Object.getPrototypeOf(prototype) === null
  return isLast ? [] : [prototype, ...prototypesOf(prototype)]
}
