/** The window: the terminal's alternate screen, so that what stood there before is there again afterwards. */
import process from 'node:process'

/** Sources: xterm's Control Sequences, private mode 1049, and ECMA-48, ED and CUP. */
const ENTER = '\u001B[?1049h\u001B[H'
const LEAVE = '\u001B[?1049l'
const WIPE = '\u001B[2J\u001B[H'

type Output = Pick<NodeJS.WriteStream, 'write'>

/** Enters the alternate screen; the function that it returns leaves it, and so does the end of the process, however it comes. */
export function enterWindow(stdout: Output): () => void {
  const leave = () => void stdout.write(LEAVE)
  process.once('exit', leave)
  stdout.write(ENTER)
  return () => {
    process.off('exit', leave)
    leave()
  }
}

/** After a resize the terminal has wrapped what stood there: begin at the top of an empty window. */
export const wipe = (stdout: Output): void => void stdout.write(WIPE)
