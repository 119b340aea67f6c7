/** The monitor as a process: signals, a closed stdout, and a terminal. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { run, runInTerminal } from '../monitor-process.js'
import { describeConcurrent, it, itUnless } from '../runner.js'

const noTerminal =
  spawnSync('script', ['-qec', 'true', '/dev/null']).status === 0 ? undefined : 'no script(1) of util-linux'

const HIDE_CURSOR = '\u001B[?25l'
const SHOW_CURSOR = '\u001B[?25h'

/** SGR sequences, except the reset. */
const countColors = (output: string): number =>
  output.split('\u001B').filter(text => /^\[[\d;]*[1-9][\d;]*m/.test(text)).length

describeConcurrent('the process', () => {
  it('ends at SIGTERM with a summary and exit code 0', async () => {
    const monitor = run('BTCUSDT')
    await monitor.prints(/ price symbol=BTCUSDT /)
    monitor.child.kill('SIGTERM')
    assert.equal(await monitor.code, 0)
    assert.equal(monitor.stderr, '')
    assert.match(monitor.stdout, / summary symbol=BTCUSDT /)
  })

  it('exits quietly when stdout is closed', async () => {
    const monitor = run()
    await monitor.prints(/ status /)
    monitor.child.stdout?.destroy()
    assert.equal(await monitor.code, 0)
    assert.equal(monitor.stderr, '')
  })

  it('reports an invalid argument with exit code 2', async () => {
    const monitor = run('--liv')
    assert.equal(await monitor.code, 2)
    assert.match(monitor.stderr, /^monitor: [^\n]+\n$/)
  })
})

describeConcurrent('the process in a terminal', () => {
  itUnless(noTerminal, 'draws a table, and restores the terminal at Ctrl-C', async () => {
    const monitor = runInTerminal()
    await monitor.prints(/● live[^]* [1-9]\d* events\/s/)
    monitor.child.stdin?.write('\u0003')
    await monitor.prints(/exit code 0/)
    assert.equal(await monitor.code, 0)
    assert.ok(countColors(monitor.stdout) > 0)
    const [, drawn = '', after = ''] = monitor.stdout.split(/.\[\?1049[hl]/)
    assert.match(drawn, /SYMBOL +PRICE +24 H +TREND +BID +ASK +1 MIN +EV\/S/)
    assert.ok(drawn.includes(HIDE_CURSOR) && drawn.lastIndexOf(SHOW_CURSOR) > drawn.lastIndexOf(HIDE_CURSOR))
    assert.match(after, /^Watched 4 symbols for \d+ s: \d+ events, 0 reconnects, 0 errors\.\r\n {2}BTCUSDT /)
  })

  itUnless(noTerminal, 'quits at q, without colours with NO_COLOR', async () => {
    const monitor = runInTerminal([], { NO_COLOR: '1' })
    await monitor.prints(/● live/)
    monitor.child.stdin?.write('q')
    await monitor.prints(/exit code 0/)
    assert.equal(await monitor.code, 0)
    assert.match(monitor.stdout, /Watched 4 symbols for /)
    assert.equal(countColors(monitor.stdout), 0)
  })

  itUnless(noTerminal, 'prints lines with --plain', async () => {
    const monitor = runInTerminal(['--plain', 'BTCUSDT'])
    await monitor.prints(/ price symbol=BTCUSDT /)
    monitor.child.stdin?.write('\u0003')
    await monitor.prints(/ summary symbol=BTCUSDT /)
    assert.equal(await monitor.code, 0)
    assert.ok(!monitor.stdout.includes('\u001B'))
  })
})
