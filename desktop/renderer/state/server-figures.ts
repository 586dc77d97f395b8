import { create } from 'zustand'
import type { AppError } from '../../../common/app-error.ts'
import type { ServerStats } from '../../../common/http-contract/stats-contract.ts'

type Figures = { readonly stats: ServerStats | undefined; readonly error: AppError | undefined }

const useFigures = create<Figures>()(() => ({ stats: undefined, error: undefined }))

/** The figures of the server, as they were last counted; `error`: what came of asking again. */
export function useServerFigures(): Figures {
  return useFigures()
}

/** What came of asking: where it failed, the figures before stay. */
export function takeFigures(figures: Partial<Figures>): void {
  useFigures.setState(figures)
}
