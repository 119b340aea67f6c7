/**
 * The test environment: one for all spec files of a worker, so that their modules can be shared and stay compiled.
 * Each file gets its globals back as the first one found them.
 */
const { TestEnvironment } = require('jest-environment-node')

let shared

module.exports = class SharedEnvironment {
  constructor(config, context) {
    if (shared === undefined) {
      shared = new TestEnvironment(config, context)
      // Jest keeps a hundred calls of each error, also of those that a spec expects.
      shared.global.Error.stackTraceLimit = 20
    }
    this.global = shared.global
    this.moduleMocker = shared.moduleMocker
    this.fakeTimers = shared.fakeTimers
    this.fakeTimersModern = shared.fakeTimersModern
    this.keys = new Set(Reflect.ownKeys(this.global))
  }

  async setup() {}

  async teardown() {
    for (const key of Reflect.ownKeys(this.global)) {
      if (!this.keys.has(key)) delete this.global[key]
    }
  }

  exportConditions() {
    return shared.exportConditions()
  }

  getVmContext() {
    return shared.getVmContext()
  }
}
