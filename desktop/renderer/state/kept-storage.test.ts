import { expect, test, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { EngineState } from '../../engine-contract.ts'
import { watchKeptStorage } from './kept-storage.ts'
import { startingState } from './mirrored-state.ts'

const signedIn = { session: { kind: 'signed-in' } } as Partial<EngineState>

function startWatch(isKept: boolean) {
  const engine = createStore<EngineState>()(() => startingState)
  const persist = vi.fn(async () => true)
  watchKeptStorage(engine, { persist, persisted: async () => isKept })
  return { engine, persist }
}

test('the browser is asked to keep the storage once somebody is signed in, and only once', async () => {
  const { engine, persist } = startWatch(false)
  engine.setState({ session: { kind: 'signed-out', server: { name: 'Natter', registration: 'open' } } })
  expect(persist).not.toHaveBeenCalled()
  engine.setState(signedIn)
  engine.setState({ roomsLoaded: true })
  await vi.waitFor(() => expect(persist).toHaveBeenCalledTimes(1))
})

test('storage that is kept already is not asked for, and a page without any goes on', async () => {
  const { engine, persist } = startWatch(true)
  engine.setState(signedIn)
  await new Promise((resolve) => setImmediate(resolve))
  expect(persist).not.toHaveBeenCalled()
  expect(() => watchKeptStorage(engine, undefined)()).not.toThrow()
})
