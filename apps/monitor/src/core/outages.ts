/** Outages: a connection was lost, and is live again. */
import { type ConnectionStatus } from 'rxmarket'
import { connect, filter, map, type OperatorFunction, startWith, switchMap, take } from 'rxjs'
import { type News } from './alert.js'
import { liveNews, lostNews } from './news.js'

export const outages = (): OperatorFunction<ConnectionStatus, News> =>
  connect(status$ => {
    const live$ = status$.pipe(filter(status => status.type === 'live'))
    return status$.pipe(
      filter(status => status.type === 'reconnecting'),
      switchMap(lost => live$.pipe(take(1), map(liveNews), startWith(lostNews(lost)))),
    )
  })
