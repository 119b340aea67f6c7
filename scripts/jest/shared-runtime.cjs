/**
 * Jest's runtime, except that the spec files of a worker share the modules of the library and of what it depends on.
 * Loading and warming them up again took half of the time of `npm test`. They may be shared because the library keeps no state in
 * modules. What `spec/recorder.ts` mocks is not shared.
 */
const { sep } = require('node:path')
const Runtime = require('jest-runtime').default

/** Modules of all spec files, by path. */
const shared = new Map()

module.exports = class SharedRuntime extends Runtime {
  constructor(config, ...others) {
    super(config, ...others)
    const { registries } = this.cjsLoader
    const ownRegistry = registries.getActiveCjsRegistry.bind(registries)
    const isShared = sharedBelow(config.rootDir)
    registries.getActiveCjsRegistry = () => {
      const registryOf = path => (isShared(path) ? shared : ownRegistry())
      return {
        get: path => registryOf(path).get(path),
        has: path => registryOf(path).has(path),
        set: (path, module) => registryOf(path).set(path, module),
        delete: path => registryOf(path).delete(path),
      }
    }
  }
}

/** Whether the module at a path is shared. */
function sharedBelow(rootDir) {
  const below = (...names) => [rootDir, ...names, ''].join(sep)
  const folders = ['rxjs', 'fp-ts', 'io-ts'].map(name => below('node_modules', name)).concat(below('src'))
  const mocked = [below('src', 'testing'), below('node_modules', 'rxjs', 'dist', 'cjs', 'testing')]
  const isBelow = (path, parents) => parents.some(parent => path.startsWith(parent))
  return path => isBelow(path, folders) && !isBelow(path, mocked)
}
