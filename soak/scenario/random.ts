/** Seeded randomness, in the shapes that scenarios are generated from. */
import { createRandom, hash } from '../../src/simulator/random.js'

export interface Random {
  /** Uniform in [0, 1). */
  next(): number
  /** An integer from `min` to `max`, both included. */
  int(min: number, max: number): number
  pick<T>(...choices: readonly [T, ...T[]]): T
  /** Each of `all` with this probability. */
  sample<T>(all: readonly T[], probability: number): T[]
  /** `true` with this probability. */
  bool(probability: number): boolean
}

/** A sequence for each name, so that numbers for one purpose do not depend on another. */
export function createNamedRandom(seed: number, name: string): Random {
  const random = createRandom(hash(`soak:${seed}:${name}`))
  const next = (): number => random.next()
  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1))
  const bool = (probability: number): boolean => next() < probability
  return {
    next,
    int,
    bool,
    pick: (...choices) => choices[int(0, choices.length - 1)] ?? choices[0],
    sample: (all, probability) => all.filter(() => bool(probability)),
  }
}
