/**
 * What the Vitest example needs of it, so that it compiles here, where Vitest and the 44 packages
 * it brings are not installed.
 */
declare module 'vitest' {
  export const describe: (title: string, tests: () => void) => void
  export const it: (title: string, test: () => void) => void
}
