/**
 * Reads an object of options once, so that a getter or a proxy cannot throw or return another value
 * later.
 */
import { checkOptions, type OptionHints } from './check.js'
import { guarded } from './guarded.js'
import { InvalidOptionError } from './invalid-option-error.js'

/**
 * Returns the properties `names` of `options`, which may be any value; `undefined` has none. Throws
 * `INVALID_OPTION` when
 * `options` is not an object, or has a property that is not an option.
 *
 * @param path of the object within the options, such as `reconnect`; empty for the options
 *   themselves
 * @param hints other names for an option, each with the probable meaning:
 *   `{ size: 'maxConnections' }`
 */
export function readOptions(
  subject: string,
  options: unknown,
  names: readonly string[],
  { path = '', hints = {} }: { readonly path?: string; readonly hints?: OptionHints } = {},
): Readonly<Record<string, unknown>> {
  if (options === undefined) return {}
  return guarded(
    () => {
      checkOptions(subject, options, names, path, hints)
      return Object.fromEntries(names.map(name => [name, options[name]]))
    },
    cause => new InvalidOptionError(path === '' ? 'options' : path, `of ${subject} cannot be read`, cause),
  )
}
