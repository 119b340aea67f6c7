/** Random choices for schedules of faults, from a seed. */
import { createRandom } from '../random.js'

export interface FaultRandom {
  /** An integer from `min` to `max`, inclusive. */
  integer(min: number, max: number): number
  pick<T>(...choices: [T, ...T[]]): T
  /** One of the streams that faults may affect. */
  stream(): string
}

export function createFaultRandom(seed: number, streams: readonly [string, ...string[]]): FaultRandom {
  const random = createRandom(seed)
  const integer = (min: number, max: number) => min + Math.floor(random.next() * (max - min + 1))
  const pick = <T>(...choices: [T, ...T[]]): T => choices[integer(0, choices.length - 1)] ?? choices[0]
  return { integer, pick, stream: () => pick(...streams) }
}
