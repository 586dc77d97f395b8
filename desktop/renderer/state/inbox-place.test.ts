import { afterEach, expect, test } from 'vitest'
import type { InboxItem } from '../../../common/http-contract/inbox-contract.ts'
import type { UserId } from '../../../common/ids.ts'
import { ok } from '../../../common/result.ts'
import { chooseInboxKind, ownInbox, useInboxPlace, withInboxPage } from './inbox-place.ts'

const [ana, ben] = ['a', 'b'].map((letter) => letter.repeat(16)) as [UserId, UserId]
const item = (id: string): InboxItem => ({ id, kind: 'mention', at: 1, by: [], count: 1 })

afterEach(() => useInboxPlace.setState(useInboxPlace.getInitialState(), true))

test('a page that comes late is for whoever asked for it, and for nobody who signed in meanwhile', () => {
  ownInbox(ana)
  const asked = useInboxPlace.getState()
  const page = ok({ items: [item('one')], cursor: 'more' })
  const shown = () => ({ ...useInboxPlace.getState(), ...withInboxPage(useInboxPlace.getState(), asked, page) })
  expect(shown()).toMatchObject({ owner: ana, more: [{ id: 'one' }], cursor: 'more', isAsking: false })
  chooseInboxKind('reply')
  expect(shown().more).toBeUndefined()
  ownInbox(ben)
  expect([shown().owner, shown().more, shown().cursor]).toEqual([ben, undefined, undefined])
})
