/** Chance from a seed, in the shapes that plans are drawn in. */
import { createRandom, hash } from '../src/simulator/random.js'

export interface Chance {
  /** Uniform in [0, 1). */
  next(): number
  /** A whole number between the two, both of them possible. */
  whole(least: number, most: number): number
  pick<T>(...choices: readonly [T, ...T[]]): T
  /** Each of `all` with this probability. */
  some<T>(all: readonly T[], probability: number): T[]
  /** Whether something of this probability happens. */
  happens(probability: number): boolean
}

/** Chance of its own for each name, so that what is drawn for one thing does not depend on another. */
export function createChance(seed: number, name: string): Chance {
  const random = createRandom(hash(`soak:${seed}:${name}`))
  const next = (): number => random.next()
  const whole = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1))
  const happens = (probability: number): boolean => next() < probability
  return {
    next,
    whole,
    happens,
    pick: (...choices) => choices[whole(0, choices.length - 1)] ?? choices[0],
    some: (all, probability) => all.filter(() => happens(probability)),
  }
}
