/** The machine and the versions. */
import { readFileSync } from 'node:fs'
import { cpus, release, totalmem } from 'node:os'
import { clients } from '../clients.mjs'

export function reportMachine({ runs, warmup, seconds }) {
  const [{ model }] = cpus()
  const names = [...new Set(Object.values(clients).map(({ of }) => of))]
  const lines = [
    `${new Date().toISOString().slice(0, 10)}, ${model.trim()}, ${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GB`,
    `Node ${process.version} (V8 ${process.versions.v8}), ${process.platform} ${release()}`,
    names.map(name => `${name} ${version(name)}`).join(', '),
    `${runs} rounds; ${seconds} s of each run are measured, after ${warmup} s of warm-up under the same load`,
  ]
  return lines.map(line => `- ${line}`).join('\n')
}

function version(name) {
  const path = name === 'rxmarket' ? '../../package.json' : `../node_modules/${name}/package.json`
  return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')).version
}
