import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { EngineState } from '../../engine-contract.ts'
import type { SliceChange } from '../../line-contract.ts'
import { foldChanges, startingState } from './mirrored-state.ts'

/**
 * What the engine last said, one store a slice: a typing sign wakes those who show typing and nobody else. Screens read it
 * through selectors; only the link writes it. It never acts.
 */
type Stores = { readonly [Slice in keyof EngineState]: StoreApi<EngineState[Slice]> }
const slices = Object.keys(startingState) as (keyof EngineState)[]
const stores = Object.fromEntries(
  slices.map((slice) => [slice, createStore(() => startingState[slice])]),
) as unknown as Stores

export function useSlice<Slice extends keyof EngineState, Shown>(
  slice: Slice,
  select: (value: EngineState[Slice]) => Shown,
): Shown {
  return useStore(storeOf(slice), select)
}

export function readSlice<Slice extends keyof EngineState>(slice: Slice): EngineState[Slice] {
  return storeOf(slice).getState()
}

export function watchSlice<Slice extends keyof EngineState>(
  slice: Slice,
  onChange: (value: EngineState[Slice], before: EngineState[Slice]) => void,
): () => void {
  return storeOf(slice).subscribe(onChange)
}

export function takeState(state: Partial<EngineState>): void {
  for (const slice of slices) if (state[slice] !== undefined) putSlice(slice, state[slice])
}

export function takeChanges(changes: readonly SliceChange[]): void {
  takeState(foldChanges(readSlice, changes))
}

function storeOf<Slice extends keyof EngineState>(slice: Slice): StoreApi<EngineState[Slice]> {
  return stores[slice]
}

function putSlice<Slice extends keyof EngineState>(slice: Slice, value: EngineState[Slice]): void {
  storeOf(slice).setState(value, true)
}
