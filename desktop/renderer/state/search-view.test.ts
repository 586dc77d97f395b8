import { afterEach, expect, test } from 'vitest'
import { beginSearch, typeSearch, useSearchView } from './search-view.ts'

afterEach(() => useSearchView.setState(useSearchView.getInitialState(), true))

test('whoever takes back what they typed before it was asked waits for nothing', () => {
  typeSearch('c')
  expect(beginSearch()).toEqual({ q: 'c' })
  expect(useSearchView.getState().isAsking).toBe(true)
  typeSearch('')
  expect(beginSearch()).toBeUndefined()
  expect(useSearchView.getState().isAsking).toBe(false)

  useSearchView.setState({ typed: 'crane', answered: { q: 'crane' }, isAsking: false })
  typeSearch('cranes')
  expect(beginSearch()).toEqual({ q: 'cranes' })
  typeSearch('crane')
  expect(beginSearch()).toBeUndefined()
  expect(useSearchView.getState().isAsking).toBe(false)
})
