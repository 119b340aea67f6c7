/** RxJS's TestScheduler with Jest's assertions, for the marble specs of the operators. */
import { type RunHelpers, TestScheduler } from 'rxjs/testing'

export function marbles(test: (helpers: RunHelpers) => void): void {
  new TestScheduler((actual, expected) => expect(actual).toEqual(expected)).run(test)
}
