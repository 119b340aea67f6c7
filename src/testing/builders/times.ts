/** The two times of an event; a missing one defaults to the other. */
interface Times {
  readonly eventTime: number
  readonly receivedAt: number
}

/** Epoch milliseconds; 0 when neither is known. */
export function times({ eventTime, receivedAt }: Partial<Times>): Times {
  return { eventTime: eventTime ?? receivedAt ?? 0, receivedAt: receivedAt ?? eventTime ?? 0 }
}
