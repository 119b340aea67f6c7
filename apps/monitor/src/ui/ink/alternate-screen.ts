/** The terminal's alternate screen, which restores the previous content when it is left. */
import process from 'node:process'

/** Sources: xterm's Control Sequences, private mode 1049, and ECMA-48, ED and CUP. */
const ENTER = '\u001B[?1049h\u001B[H'
const LEAVE = '\u001B[?1049l'
const CLEAR = '\u001B[2J\u001B[H'

type Output = Pick<NodeJS.WriteStream, 'write'>

/**
 * Enters the alternate screen. Returns a function that leaves it; the end of the process does too.
 */
export function enterAlternateScreen(stdout: Output): () => void {
  const leave = () => void stdout.write(LEAVE)
  process.once('exit', leave)
  stdout.write(ENTER)
  return () => {
    process.off('exit', leave)
    leave()
  }
}

/** Clears the screen. Needed after a resize, which re-wraps the previous frame. */
export const clearScreen = (stdout: Output): void => void stdout.write(CLEAR)
