import { expect, test, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { SessionView } from '../../engine-contract.ts'
import { watchKeptStorage } from './kept-storage.ts'

const signedIn = { kind: 'signed-in' } as SessionView

function startWatch(isKept: boolean) {
  const session = createStore<SessionView>()(() => ({ kind: 'starting' }))
  const persist = vi.fn(async () => true)
  watchKeptStorage({ read: session.getState, watch: session.subscribe }, { persist, persisted: async () => isKept })
  return { say: (view: SessionView) => session.setState(view, true), persist }
}

test('the browser is asked to keep the storage once somebody is signed in, and only once', async () => {
  const { say, persist } = startWatch(false)
  say({ kind: 'signed-out', server: { name: 'Natter', registration: 'open' } })
  expect(persist).not.toHaveBeenCalled()
  say(signedIn)
  say({ ...signedIn })
  await vi.waitFor(() => expect(persist).toHaveBeenCalledTimes(1))
})

test('storage that is kept already is not asked for, and a page without any goes on', async () => {
  const { say, persist } = startWatch(true)
  say(signedIn)
  await new Promise((resolve) => setImmediate(resolve))
  expect(persist).not.toHaveBeenCalled()
  expect(() => watchKeptStorage({ read: () => signedIn, watch: () => () => {} }, undefined)()).not.toThrow()
})
