/** Makes a plan that breaks a law smaller, for as long as it breaks the same law. */
import type { Action, Plan } from './plan.js'
import type { Run } from './run.js'

/** A smaller plan, found within so many `tries`. */
export async function shrink(
  plan: Plan,
  run: (plan: Plan) => Promise<Run>,
  law: string,
  tries: number,
): Promise<Plan> {
  let left = tries
  const breaks = async (smaller: Plan): Promise<boolean> =>
    left-- > 0 && (await run(smaller)).breach?.law === law
  const faults = await fewest(plan.faults, each => breaks({ ...plan, faults: each }))
  const joins = await fewest(namesOf(plan.traffic), names =>
    breaks({ ...plan, faults, traffic: trafficOf(plan, names) }),
  )
  return { ...plan, faults, traffic: trafficOf(plan, joins) }
}

/** As few of `all` as still pass, by leaving out a half, a quarter, … one at a time. */
async function fewest<T>(
  all: readonly T[],
  passes: (some: readonly T[]) => Promise<boolean>,
): Promise<readonly T[]> {
  let kept = all
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < kept.length;) {
      const fewer = [...kept.slice(0, from), ...kept.slice(from + size)]
      if (await passes(fewer)) kept = fewer
      else from += size
    }
  }
  return kept
}

const namesOf = (traffic: readonly Action[]): string[] =>
  traffic.flatMap(action => (action.do === 'join' ? [action.name] : []))

/** The traffic of these subscribers alone. */
function trafficOf({ traffic }: Plan, names: readonly string[]): readonly Action[] {
  const those = new Set(names)
  return traffic.filter(action => action.do === 'close' || those.has(action.name))
}
