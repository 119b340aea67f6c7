/**
 * The declarations of Vitest that the example needs, so that it compiles here without Vitest and
 * its 44 packages.
 */
declare module 'vitest' {
  export const describe: (title: string, tests: () => void) => void
  export const it: (title: string, test: () => void) => void
}
