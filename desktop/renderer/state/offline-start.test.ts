import { expect, test } from 'vitest'
import { ensureOfflineStart } from './offline-start.ts'

function watchRegister() {
  const asked: unknown[] = []
  const register = (url: string | URL) => {
    asked.push(url)
    return Promise.reject<ServiceWorkerRegistration>(new Error('refused'))
  }
  return { asked, container: { register, controller: null } }
}

test('a page from a server registers the worker, and a browser that refuses changes nothing', async () => {
  const { asked, container } = watchRegister()
  ensureOfflineStart('https:', container)
  ensureOfflineStart('http:', container)
  expect(asked).toEqual(['/service-worker.js', '/service-worker.js'])
  // A rejection that nobody takes would fail this test.
  await new Promise((next) => setImmediate(next))
})

test('a desktop window and a browser without service workers register none', () => {
  const { asked, container } = watchRegister()
  ensureOfflineStart('app:', container)
  ensureOfflineStart('https:', undefined)
  expect(asked).toEqual([])
})

test.each([
  [null, ['claim']],
  [{} as ServiceWorker, []],
])('a page that no worker answers for asks the one there is', async (controller, said) => {
  const heard: unknown[] = []
  const active = { postMessage: (word: unknown) => heard.push(word) }
  const register = async () => ({ active }) as unknown as ServiceWorkerRegistration
  ensureOfflineStart('https:', { register, controller })
  await new Promise((next) => setImmediate(next))
  expect(heard).toEqual(said)
})
