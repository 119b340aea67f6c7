/** Node's test runner, without the promises that it returns and awaits itself. */
import * as runner from 'node:test'

export const describe = (title: string, body: () => void): void => void runner.describe(title, body)

/** For tests that mostly wait. */
export const describeConcurrent = (title: string, body: () => void): void =>
  void runner.describe(title, { concurrency: 4 }, body)

export const it = (title: string, body: () => void | Promise<void>): void => void runner.it(title, body)

/** A test that is skipped, with the reason, if there is one. */
export const itUnless = (reason: string | undefined, title: string, body: () => Promise<void>): void =>
  void runner.it(title, { skip: reason ?? false }, body)
