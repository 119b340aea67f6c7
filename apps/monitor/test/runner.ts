/** Node's own test runner; the promises that it returns are its own to await. */
import * as runner from 'node:test'

export const describe = (title: string, body: () => void): void => void runner.describe(title, body)

/** For tests that wait more than they work. */
export const describeTogether = (title: string, body: () => void): void =>
  void runner.describe(title, { concurrency: 4 }, body)

export const it = (title: string, body: () => void | Promise<void>): void => void runner.it(title, body)

/** A test that says why it is left out, where `reason` is a text. */
export const itUnless = (reason: string | undefined, title: string, body: () => Promise<void>): void =>
  void runner.it(title, { skip: reason ?? false }, body)
