/**
 * Jest's runtime, except that the spec files of a worker share the modules of the library, of what
 * it depends on, and of Jest. Loading and warming them up again took half of the time of
 * `npm test`. They may be shared because they keep no state in modules. What `spec/recorder.ts`
 * mocks is not shared, nor what Jest starts for each file.
 */
const { join, sep } = require('node:path')
const Runtime = require('jest-runtime').default

/** Modules of all spec files, by path. */
const shared = new Map()
const sharedInternal = new Map()

module.exports = class SharedRuntime extends Runtime {
  constructor(config, ...others) {
    super(config, ...others)
    const { registries } = this.cjsLoader
    const isShared = sharedBelow(config.rootDir)
    const own = registries.getActiveCjsRegistry.bind(registries)
    const ownInternal = registries.getInternalCjsRegistry.bind(registries)
    registries.getActiveCjsRegistry = () => split(own(), shared, isShared)
    registries.getInternalCjsRegistry = () => split(ownInternal(), sharedInternal, isSharedInternal)
  }
}

/** A registry of modules that keeps some in `common`. */
function split(own, common, isCommon) {
  const registryOf = path => (isCommon(path) ? common : own)
  return {
    get: path => registryOf(path).get(path),
    has: path => registryOf(path).has(path),
    set: (path, module) => registryOf(path).set(path, module),
    delete: path => registryOf(path).delete(path),
  }
}

/** Whether the module at a path is shared. */
function sharedBelow(rootDir) {
  const below = (...names) => [rootDir, ...names, ''].join(sep)
  const packages = ['rxjs', 'fp-ts', 'io-ts', 'fast-check', 'pure-rand', 'ws']
  const folders = packages.map(name => below('node_modules', name)).concat(below('src'))
  const mocked = [below('src', 'testing'), below('node_modules', 'rxjs', 'dist', 'cjs', 'testing')]
  const isBelow = (path, parents) => parents.some(parent => path.startsWith(parent))
  return path => isBelow(path, folders) && !isBelow(path, mocked)
}

/** The modules of Jest that run a file and hold what it expects. */
const OWN_INTERNAL = ['jest-circus', 'expect', join('@jest', 'expect')].map(name => `${sep}${name}${sep}`)

function isSharedInternal(path) {
  return !OWN_INTERNAL.some(name => path.includes(name))
}
