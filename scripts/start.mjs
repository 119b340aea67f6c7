/**
 * `npm run monitor` and `npm run exchange`: builds what has changed and runs the app with the flags
 * after `--`. The types are left out, as they take the most time and no app needs them.
 */
import { fileURLToPath } from 'node:url'
import { build } from './build.mjs'

const [, , app] = process.argv
const main = { monitor: '../apps/monitor/dist/main.js', exchange: '../dist/exchange/main.js' }[app]
if (main === undefined) {
  console.error('Usage: node scripts/start.mjs monitor|exchange [flags]')
  process.exitCode = 2
} else if (await build(['library', app])) {
  process.argv.splice(1, 2, fileURLToPath(new URL(main, import.meta.url)))
  await import(main)
} else {
  process.exitCode = 1
}
