/** The process: its arguments, its streams, its signals. */
import process from 'node:process'
import { fromEvent, merge } from 'rxjs'
import { run } from './run.js'

const { argv, stdout, stderr } = process

/** A reader that has left (`| head`) ends the command and is not an error. */
stdout.on('error', () => undefined)

/** After the first of them the listeners are gone: a second Ctrl-C ends the process at once. */
const quit$ = merge(
  fromEvent(process, 'SIGINT'),
  fromEvent(process, 'SIGTERM'),
  fromEvent(process, 'SIGHUP'),
  fromEvent(stdout, 'error'),
)

process.exitCode = await run(argv.slice(2), { stdout, stderr, quit$ })
