/** Shrinks a scenario that violates an invariant, as long as it violates the same one. */
import type { Action, Scenario } from '../scenario/scenario.js'
import type { Run } from './run-scenario.js'

/** The smallest scenario found within `maxRuns`. */
export async function shrink(
  scenario: Scenario,
  run: (scenario: Scenario) => Promise<Run>,
  invariant: string,
  maxRuns: number,
): Promise<Scenario> {
  let runs = 0
  const violates = async (smaller: Scenario): Promise<boolean> =>
    runs++ < maxRuns && (await run(smaller)).violation?.invariant === invariant
  const faults = await minimize(scenario.faults, each => violates({ ...scenario, faults: each }))
  const disruptions = await minimize(scenario.disruptions, each =>
    violates({ ...scenario, faults, disruptions: each }),
  )
  const names = await minimize(namesOf(scenario.workload), each =>
    violates({ ...scenario, faults, disruptions, workload: workloadOf(scenario, each) }),
  )
  return { ...scenario, faults, disruptions, workload: workloadOf(scenario, names) }
}

/** As few of `all` as still pass: leaves out a half, a quarter, … one at a time. */
async function minimize<T>(
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

const namesOf = (workload: readonly Action[]): string[] =>
  workload.flatMap(action => (action.do === 'subscribe' ? [action.name] : []))

/** The actions of these subscribers alone. */
function workloadOf({ workload }: Scenario, names: readonly string[]): readonly Action[] {
  const kept = new Set(names)
  return workload.filter(action => action.do === 'close' || kept.has(action.name))
}
