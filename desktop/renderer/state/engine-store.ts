import { create } from 'zustand'
import type { EngineState } from '../../engine-contract.ts'
import { startingState } from './mirrored-state.ts'

/** What the engine last said. Screens read it through selectors; only the link writes it. It never acts. */
export const useEngine = create<EngineState>()(() => startingState)
