/**
 * Specs run from source through swc; `npm test` checks their types with `tsc` in the same command.
 */
export default {
  testEnvironment: '<rootDir>/scripts/jest/shared-environment.cjs',
  runtime: '<rootDir>/scripts/jest/shared-runtime.cjs',
  roots: ['<rootDir>/spec', '<rootDir>/marbles'],
  testMatch: ['**/*.spec.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist'],
  transform: {
    '^.+\\.(?:[cm]?ts|mjs)$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
    ],
  },
  moduleNameMapper: {
    '^rxmarket$': '<rootDir>/src/index.ts',
    '^rxmarket/(operators|testing|simulator)$': '<rootDir>/src/$1/index.ts',
    '^(\\.{1,2}/.*)\\.m?js$': '$1',
  },
  setupFilesAfterEnv: ['<rootDir>/spec/recorder.ts'],
  // In a vm context each access to a global is slow: these become parameters of each module.
  sandboxInjectedGlobals: [
    ...['Array', 'BigInt', 'Error', 'JSON', 'Map', 'Math', 'Number'],
    ...['Object', 'Set', 'String', 'Symbol', 'Uint8Array'],
  ],
  // One more than there are cores at least, as some specs wait for sockets and processes.
  maxWorkers: 3,
}
