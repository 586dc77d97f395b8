// Taken down by `NATTER_RECORD_EXAMPLES=1` from server/every-call.integration.test.ts.
export const peopleExamples = {
  'GET /contacts': { answer: { contacts: [], requests: [], blocks: [], users: [] } },
  'GET /reports': {
    answer: {
      reports: [{ id: 'crctbefv92vv2ees', kind: 'message', at: 1788264000000, reason: 'spam', state: 'open' }],
    },
  },
  'GET /users': { answer: { users: [{ id: 'pgo4beg467iqmgl5', handle: 'ben', displayName: 'BEN' }] } },
  'GET /users/{user}': {
    answer: {
      id: 'm6ifd19fr0ukmybq',
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
      contact: { user: 'pgo4beg467iqmgl5', room: '0.nulb6gdmcvfrn0', since: 1788264000000, nickname: 'Benno' },
    },
  },
  'POST /contacts/requests': {
    request: { handle: 'ben', note: 'We met at the library.' },
    answer: {
      request: {
        id: 'j89qu5drp64ohbbf',
        kind: 'contact',
        direction: 'out',
        user: 'pgo4beg467iqmgl5',
        note: 'We met at the library.',
        at: 1788264000000,
      },
    },
  },
  'POST /contacts/requests/{request}/accept': {
    answer: { contact: { user: 'm6ifd19fr0ukmybq', room: '0.nulb6gdmcvfrn0', since: 1788264000000 } },
  },
  'POST /reports': {
    request: {
      kind: 'message',
      room: '2.17l33tuwx5k8ix',
      message: '01m8c5y27j148am93preyw3pb7',
      reason: 'spam',
      note: 'The third time today.',
    },
    answer: { report: { id: 'crctbefv92vv2ees', kind: 'message', at: 1788264000000, reason: 'spam', state: 'open' } },
  },
}
