/** `npm start`: builds what has changed and runs the monitor, with the flags that follow `--`. */
import { build } from './build.mjs'

if (build()) {
  // React's development build measures every render and keeps what it measured.
  process.env.NODE_ENV ??= 'production'
  process.argv[1] = new URL('../apps/monitor/dist/main.js', import.meta.url).pathname
  await import('../apps/monitor/dist/main.js')
} else {
  process.exitCode = 1
}
