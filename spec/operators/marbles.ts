/** RxJS's TestScheduler, judged by Jest: the ground of the operators' marble specs. */
import { type RunHelpers, TestScheduler } from 'rxjs/testing'

export function marbles(test: (helpers: RunHelpers) => void): void {
  new TestScheduler((actual, expected) => expect(actual).toEqual(expected)).run(test)
}
