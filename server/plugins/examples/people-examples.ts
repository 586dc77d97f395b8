// Taken down by `NATTER_RECORD_EXAMPLES=1` from server/every-call.integration.test.ts.
export const peopleExamples = {
  'GET /contacts': { answer: { contacts: [], requests: [], blocks: [], users: [] } },
  'GET /reports': {
    answer: {
      reports: [{ id: 'cwjvshm148683szh', kind: 'message', at: 1788264060000, reason: 'spam', state: 'open' }],
    },
  },
  'GET /users': { answer: { users: [{ id: '6411lf8j2soyxe57', handle: 'ben', displayName: 'BEN' }] } },
  'GET /users/{user}': {
    answer: {
      id: 'ofqadqjwxtwragjb',
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
      contact: { user: '6411lf8j2soyxe57', room: '2.h9bkwex52thczy', since: 1788264000000, nickname: 'Benno' },
    },
  },
  'POST /contacts/requests': {
    request: { handle: 'ben', note: 'We met at the library.' },
    answer: {
      request: {
        id: 'su25vcxn3ux7jnw6',
        kind: 'contact',
        direction: 'out',
        user: '6411lf8j2soyxe57',
        note: 'We met at the library.',
        at: 1788264000000,
      },
    },
  },
  'POST /contacts/requests/{request}/accept': {
    answer: { contact: { user: 'ofqadqjwxtwragjb', room: '2.h9bkwex52thczy', since: 1788264000000 } },
  },
  'POST /reports': {
    request: {
      kind: 'message',
      room: '7.e4gaffbk1mrzdu',
      message: '01m8c40g7cef8wsj3rj8jx405y',
      reason: 'spam',
      note: 'The third time today.',
    },
    answer: { report: { id: 'cwjvshm148683szh', kind: 'message', at: 1788264060000, reason: 'spam', state: 'open' } },
  },
}
