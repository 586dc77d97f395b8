// Taken down by `NATTER_RECORD_EXAMPLES=1` from server/every-call.integration.test.ts.
export const peopleExamples = {
  'GET /contacts': { answer: { contacts: [], requests: [], blocks: [], users: [] } },
  'GET /reports': {
    answer: {
      reports: [{ id: 'swfcy0vm9op484ms', kind: 'message', at: 1788264060000, reason: 'spam', state: 'open' }],
    },
  },
  'GET /users': { answer: { users: [{ id: 'd5v53m4tdfb15hl9', handle: 'ben', displayName: 'BEN' }] } },
  'GET /users/{user}': {
    answer: {
      id: 'f4mn0i9d5l38v2nc',
      handle: 'ana',
      displayName: 'Ana Weiss',
      avatar: 'MqCNRSTSaWDOCUjo',
      bio: 'Tea and rain.',
      timeZone: 'Europe/Berlin',
      status: { text: 'reading' },
    },
  },
  'PATCH /contacts/{user}': {
    request: { nickname: 'Benno' },
    answer: {
      contact: { user: 'd5v53m4tdfb15hl9', room: '4.eg0o6z3dzs2jrt', since: 1788264000000, nickname: 'Benno' },
    },
  },
  'POST /contacts/requests': {
    request: { handle: 'ben', note: 'We met at the library.' },
    answer: {
      request: {
        id: '2gh1w3ts62hbuyvy',
        kind: 'contact',
        direction: 'out',
        user: 'd5v53m4tdfb15hl9',
        note: 'We met at the library.',
        at: 1788264000000,
      },
    },
  },
  'POST /contacts/requests/{request}/accept': {
    answer: { contact: { user: 'f4mn0i9d5l38v2nc', room: '4.eg0o6z3dzs2jrt', since: 1788264000000 } },
  },
  'POST /reports': {
    request: {
      kind: 'message',
      room: '0.kxdi9wml000d2a',
      message: '01m8c3qs2tssgt3maa6raztbm9',
      reason: 'spam',
      note: 'The third time today.',
    },
    answer: { report: { id: 'swfcy0vm9op484ms', kind: 'message', at: 1788264060000, reason: 'spam', state: 'open' } },
  },
}
