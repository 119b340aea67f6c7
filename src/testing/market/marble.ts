/** Marbles: the marks of a diagram, each with its frame. */
import type { ObservableNotification } from 'rxjs'
import { TestScheduler } from 'rxjs/testing'

/** A letter, `|` or `#`, and the frame at which it stands. */
export interface Marble {
  readonly frame: number
  readonly mark: string
}

interface Message {
  readonly frame: number
  readonly notification: ObservableNotification<string>
}

/** Parses a diagram in the syntax of RxJS's run mode. */
export function parseMarbles(diagram: string): readonly Marble[] {
  const messages = TestScheduler.parseMarbles(diagram, undefined, undefined, false, true) as Message[]
  return messages.map(({ frame, notification }) => ({
    frame,
    mark: notification.kind === 'N' ? notification.value : notification.kind === 'C' ? '|' : '#',
  }))
}
