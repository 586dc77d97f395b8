import { expect, test } from 'vitest'
import { type Asked, chooseAnswer } from './choose-answer.ts'

const built = ['/', '/choose-theme.js', '/engine-main-abcdefgh.js', '/assets/app-abcdefgh.js']
const ours = { origin: 'https://chat.example', isBuilt: (path: string) => built.includes(path) }
const ask = (path: string, more: Partial<Asked> = {}) =>
  chooseAnswer(
    { method: 'GET', url: new URL(path, ours.origin).href, isNavigation: false, isOfKeptPage: false, ...more },
    ours,
  )
const open = (path: string, more: Partial<Asked> = {}) => ask(path, { isNavigation: true, ...more })

test.each(['/', '/index.html', '/?theme=dark', '/room/abc', '/r/0.qnvpm48m3ud3e7', '/apiary'])(
  '%s is a page',
  (path) => {
    expect(open(path)).toBe('page')
  },
)

test.each(['/api', '/api/v1/sync', '/api/docs', '/healthz', '/readyz', '/metrics'])(
  '%s is the server alone to answer, also where a person opens it',
  (path) => {
    expect(open(path)).toBe('browser')
    expect(ask(path)).toBe('browser')
    expect(ask(path, { isOfKeptPage: true })).toBe('browser')
  },
)

test('a file that is opened as a page is no page of the app', () => {
  expect(open('/mark.svg')).toBe('browser')
  expect(open('/service-worker.js')).toBe('browser')
})

test('only what is read, and of our own origin, is looked at', () => {
  for (const method of ['POST', 'PUT', 'DELETE', 'HEAD', 'PATCH']) {
    expect(open('/', { method })).toBe('browser')
    expect(ask('/assets/app-abcdefgh.js', { method })).toBe('browser')
  }
  for (const url of ['https://elsewhere.example/assets/x.js', 'http://chat.example/', 'https://chat.example:444/']) {
    expect(ask('', { url })).toBe('browser')
    expect(open('', { url })).toBe('browser')
  }
})

test('what carries a hash comes from what is kept, of whichever version', () => {
  expect(ask('/assets/app-abcdefgh.js')).toBe('kept-first')
  expect(ask('/assets/app-earlier0.js')).toBe('kept-first')
})

test('what goes by one name in every version comes from the server, and for a kept page from what is kept with it', () => {
  for (const path of ['/choose-theme.js', '/engine-main-abcdefgh.js']) {
    expect(ask(path)).toBe('server-first')
    expect(ask(path, { isOfKeptPage: true })).toBe('kept-first')
  }
})

test('what the build does not know, and any address with a question in it, goes its own way', () => {
  for (const path of ['/engine-main-newerone.js', '/service-worker.js', '/robots.txt', '/', '/choose-theme.js?2']) {
    expect(ask(path)).toBe('browser')
    expect(ask(path, { isOfKeptPage: true })).toBe('browser')
  }
  expect(ask('/assets/app-abcdefgh.js?2')).toBe('browser')
})

const shown = '/api/v1/files/abcdefgh12345678'
test.each([
  `${shown}?as=eva0000000000000`,
  `${shown}/preview?as=eva0000000000000`,
  `${shown}?as=eva0000000000000&again=1`,
])('%s is a file that the page shows', (path) => {
  expect(ask(path)).toBe('file')
  expect(ask(path, { isOfKeptPage: true })).toBe('file')
  expect(open(path)).toBe('browser')
  expect(ask(path, { method: 'POST' })).toBe('browser')
  expect(ask('', { url: `https://elsewhere.example${path}` })).toBe('browser')
})

test.each([shown, `${shown}?as=`, `${shown}?as=eva&more=1`, `${shown}/info?as=eva`, `/api/v1/sync?as=eva`])(
  '%s is nobody’s to add a token to',
  (path) => {
    expect(ask(path)).toBe('browser')
  },
)
