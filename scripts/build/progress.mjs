/** Shows the progress of a build on stderr: on a terminal as one line that counts seconds. */

const INTERVAL = 1_000

/** Runs `action` and shows its title meanwhile, and its duration afterwards. */
export async function withProgress(title, action, output = process.stderr) {
  const start = Date.now()
  const seconds = () => `${((Date.now() - start) / 1_000).toFixed(1)} s`
  if (!output.isTTY) {
    output.write(`${title} …\n`)
    await action()
    return
  }
  const show = () => output.write(`\r${title} … ${seconds()}`)
  show()
  const timer = setInterval(show, INTERVAL)
  try {
    await action()
    output.write(`\r${title} … ${seconds()}\n`)
  } catch (error) {
    output.write('\n')
    throw error
  } finally {
    clearInterval(timer)
  }
}
