/** The process: its arguments, its streams, its signals. */
import process from 'node:process'
import { fromEvent, merge } from 'rxjs'
import { run } from './run.js'

const { argv, stdout, stderr } = process

/** A second Ctrl-C finds no listener and ends the process at once. A reader that has left (`| head`) ends it in peace. */
const quit$ = merge(
  fromEvent(process, 'SIGINT'),
  fromEvent(process, 'SIGTERM'),
  fromEvent(process, 'SIGHUP'),
  fromEvent(stdout, 'error'),
)

process.exitCode = await run(argv.slice(2), { stdout, stderr, quit$ })
