import { writeFileSync, readFileSync } from 'node:fs'
import { runScenario } from './run/run-scenario.js'
import { shrink } from './run/shrink.js'
import { generateScenario } from './scenario/generate-scenario.js'
const [mode, ...args] = process.argv.slice(2)
if (mode === 'run') {
  for (const a of args) {
    const [x, y] = a.split('-').map(Number) as [number, number]
    for (let s = x; s <= (y ?? x); s++) {
      const sc = generateScenario(s, 0.4)
      const r = sc.faults.find(f => f.fault === 'restart')
      if (r === undefined || (sc.market.mirror === 1 && sc.market.rotation === false)) continue
      const run = await runScenario(sc)
      console.log(run.violation ? `✗ ${s} ${JSON.stringify(r)} mirror ${sc.market.mirror} ${run.violation.invariant}: ${run.violation.message.slice(0, 300)}` : `✓ ${s} `)
    }
  }
}
if (mode === 'shrink') {
  const seed = Number(args[0])
  const sc = generateScenario(seed, 0.4)
  const v = (await runScenario(sc)).violation
  if (!v) { console.log('no violation'); process.exit() }
  const small = await shrink(sc, runScenario, v.invariant, 200)
  writeFileSync(`/tmp/rs/${seed}.json`, JSON.stringify(small))
}
if (mode === 'shrink' || mode === 'trace') {
  const small = JSON.parse(readFileSync(`/tmp/rs/${args[0]}.json`, 'utf8'), (k, v) => k === 'maxAttempts' && v === null ? Infinity : v)
  console.log(JSON.stringify(small.market), small.latency, JSON.stringify(small.limits))
  for (const f of small.faults) console.log('fault', JSON.stringify(f).slice(0, 200))
  for (const f of small.disruptions) console.log('client', JSON.stringify(f))
  for (const f of small.workload) console.log('user', JSON.stringify(f))
  const run = await runScenario(small)
  for (const l of run.violation?.trace ?? []) console.log(l)
  console.log(run.violation?.invariant, run.violation?.message)
}
