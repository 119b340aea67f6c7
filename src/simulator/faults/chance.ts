/** What faults by chance are drawn from. */
import { createRandom } from '../random.js'

export interface Chance {
  /** A whole number between the two, both of them possible. */
  whole(least: number, most: number): number
  pick<T>(...choices: [T, ...T[]]): T
  /** One of the streams that faults may strike. */
  stream(): string
}

export function createChance(seed: number, streams: readonly [string, ...string[]]): Chance {
  const random = createRandom(seed)
  const whole = (least: number, most: number) => least + Math.floor(random.next() * (most - least + 1))
  const pick = <T>(...choices: [T, ...T[]]): T => choices[whole(0, choices.length - 1)] ?? choices[0]
  return { whole, pick, stream: () => pick(...streams) }
}
