/** Entry point: connects the process's arguments, streams and signals to the command. */
import process from 'node:process'
import { fromEvent, merge } from 'rxjs'

// React's development build, the default, records timings of every frame and never frees them.
process.env['NODE_ENV'] ??= 'production'
// Ink's colours follow FORCE_COLOR only, so translate the convention of https://no-color.org.
if (process.env['NO_COLOR'] && process.env['FORCE_COLOR'] === undefined) process.env['FORCE_COLOR'] = '0'
const { run } = await import('./cli/run.js')

const { argv, stdin, stdout, stderr } = process

// Exit quietly when stdout is closed, as by `| head`.
stdout.on('error', () => undefined)

// The first one removes the listeners, so that a second Ctrl-C ends the process at once.
const quit$ = merge(
  fromEvent(process, 'SIGINT'),
  fromEvent(process, 'SIGTERM'),
  fromEvent(process, 'SIGHUP'),
  fromEvent(stdout, 'error'),
)

process.exitCode = await run(argv.slice(2), { stdin, stdout, stderr, quit$ })
