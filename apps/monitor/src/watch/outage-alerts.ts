/** Emits an alert when a connection is lost, and another when it is live again. */
import { type ConnectionStatus } from 'rxmarket'
import { connect, filter, map, type OperatorFunction, startWith, switchMap, take } from 'rxjs'
import { type AlertInput } from '../state/alert.js'
import { liveAlert, reconnectAlert } from '../state/alert-inputs.js'

export const outageAlerts = (): OperatorFunction<ConnectionStatus, AlertInput> =>
  connect(status$ => {
    const live$ = status$.pipe(filter(status => status.type === 'live'))
    return status$.pipe(
      filter(status => status.type === 'reconnecting'),
      switchMap(lost => live$.pipe(take(1), map(liveAlert), startWith(reconnectAlert(lost)))),
    )
  })
