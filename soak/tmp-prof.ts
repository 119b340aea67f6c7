import { generateScenario } from './scenario/generate-scenario.js'
import { runScenario } from './run/run-scenario.js'
const from = Number(process.argv[2]), to = Number(process.argv[3])
for (let seed = from; seed <= to; seed++) {
  const t = process.cpuUsage()
  const s = generateScenario(seed, 1)
  const r = runScenario(s) as { violation?: unknown }
  const u = process.cpuUsage(t)
  console.log(seed, s.market.mirror, JSON.stringify(s.market.rotation), ((u.user + u.system) / 1000) | 0)
}
