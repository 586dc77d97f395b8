import { describe, expect, it } from 'vitest'
import type { DesktopPlace } from '../../bridge.ts'
import type { BridgeCaller } from '../bridge/bridge-registry.ts'
import { buildLinkOpener, callerKey } from './link-opener.ts'

const room = '0.abcdefghij0123'
const message = '0123456789abcdefghjkmnpqrs'
const code = 'abcdef-GHIJ_2345678901'
const account = (id: string) => ({ kind: 'account', account: id }) as const
const setUp = { kind: 'set-up' } as const

function build(first: BridgeCaller = account('a')) {
  let shown = first
  const sent: [string, DesktopPlace][] = []
  const done: string[] = []
  const links = buildLinkOpener({
    shown: () => shown,
    accountOn: (server) => (server === 'https://b.example' ? 'b' : undefined),
    showAccount(id) {
      done.push(`show ${id}`)
      shown = account(id)
    },
    showSetUp() {
      done.push('show set-up')
      shown = setUp
    },
    send: (to, place) => sent.push([callerKey(to), place]),
    bringForward: (to) => done.push(`forward ${to === undefined ? 'nothing' : callerKey(to)}`),
  })
  return { links, sent, done }
}

describe('a link', () => {
  it('waits for the page that is shown, and for the next one after it was loaded anew', () => {
    const { links, sent } = build()
    for (let i = 0; i < 20; i++) links.openText(`natter://invite/${code}`)
    links.openText(`natter://room/${room}/m/${message}`)
    links.openText('natter://evil')
    expect(sent).toEqual([])
    links.onListening(account('a'))
    expect(sent).toHaveLength(8)
    expect(sent.at(-1)).toEqual(['a', { kind: 'room', room, message }])
    links.onGone(account('a'))
    links.openText(`natter://invite/${code}`)
    expect(sent).toHaveLength(8)
    links.onListening(account('a'))
    expect(sent.at(-1)).toEqual(['a', { kind: 'invite', code }])
  })

  it('does not take the place of an answer that waits: each goes out, in its order', () => {
    const { links, sent, done } = build()
    const reply = (text: string) => ({ kind: 'reply', room, text }) as const
    links.tell(account('a'), reply('first'))
    for (let i = 0; i < 20; i++) links.openText(`natter://room/${room}`)
    for (let i = 0; i < 20; i++) links.tell(account('a'), reply(`${i}`))
    links.tell(account('a'), { kind: 'read', room })
    links.onListening(account('a'))
    const kinds = sent.map(([, { kind }]) => kind)
    expect(kinds).toEqual(['reply', ...Array(8).fill('room'), ...Array(20).fill('reply'), 'read'])
    // Answers alone bring nothing forward.
    expect(done).toHaveLength(20)
  })

  it('of an invitation goes to the account on its server', () => {
    const { links, sent, done } = build()
    for (const id of ['a', 'b']) links.onListening(account(id))
    links.openText(`https://b.example/invite/${code}`)
    links.openText(`natter://invite/b.example/${code}`)
    expect(done).toEqual(['show b', 'forward b', 'forward b'])
    expect(sent.map(([to]) => to)).toEqual(['b', 'b'])
  })

  it('of an invitation to a server that nobody here is on leads to where a server is chosen', () => {
    const { links, sent, done } = build()
    links.onListening(account('a'))
    links.openText(`natter://invite/new.example/${code}`)
    expect(done).toEqual(['show set-up', 'forward '])
    expect(sent).toEqual([])
    links.onListening(setUp)
    expect(sent).toEqual([['', { kind: 'invite', code, server: 'https://new.example' }]])
  })

  it('to a room leads nowhere before there is an account, and an invitation without a server says so', () => {
    const { links, sent, done } = build(setUp)
    links.onListening(setUp)
    links.openText(`natter://room/${room}`)
    expect([sent, done]).toEqual([[], ['forward ']])
    links.openText(`natter://invite/${code}`)
    expect(sent).toEqual([['', { kind: 'invite', code }]])
    links.openText(undefined)
    expect(done.at(-1)).toBe('forward ')
  })
})
