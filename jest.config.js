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
  setupFilesAfterEnv: ['<rootDir>/scripts/jest/quick-expect.cjs', '<rootDir>/spec/recorder.ts'],
  maxWorkers: 2,
}
