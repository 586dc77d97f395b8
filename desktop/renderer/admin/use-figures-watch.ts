import { useEffect } from 'react'
import { apiPaths } from '../../../common/http-contract/api-paths.ts'
import { statsSchema } from '../../../common/http-contract/stats-contract.ts'
import { takeFigures, useServerFigures } from '../state/server-figures.ts'
import { askAdmin } from './admin-api.ts'

/** The server counts once in ten seconds at most. */
const everyMs = 30_000

export async function loadFigures(): Promise<void> {
  const answer = await askAdmin({ method: 'GET', path: apiPaths.stats }, statsSchema)
  takeFigures(answer.ok ? { stats: answer.value, error: undefined } : { error: answer.error })
}

type Counts = { readonly people?: number; readonly rooms?: number; readonly reports: number }

/** Asks for them as long as the console is open, and gives what stands beside the names of its pages. */
export function useFiguresWatch(): Counts {
  const { stats } = useServerFigures()
  useEffect(() => {
    void loadFigures()
    const timer = setInterval(() => document.visibilityState === 'visible' && void loadFigures(), everyMs)
    return () => clearInterval(timer)
  }, [])
  if (stats === undefined) return { reports: 0 }
  return { people: stats.people.total, rooms: stats.rooms.total, reports: stats.reports.open }
}
