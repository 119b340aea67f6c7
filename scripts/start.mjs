/** `npm start`: builds what has changed and runs the monitor with the flags after `--`. */
import { build } from './build.mjs'

if (build()) {
  process.argv[1] = new URL('../apps/monitor/dist/main.js', import.meta.url).pathname
  await import('../apps/monitor/dist/main.js')
} else {
  process.exitCode = 1
}
