// Taken down by `NATTER_RECORD_EXAMPLES=1` from server/every-call.integration.test.ts.
export const peopleExamples = {
  'GET /contacts': { answer: { contacts: [], requests: [], blocks: [], users: [] } },
  'GET /reports': {
    answer: {
      reports: [{ id: 'hc0cbmpbj42zwnll', kind: 'message', at: 1788264060000, reason: 'spam', state: 'open' }],
    },
  },
  'GET /users': { answer: { users: [{ id: 'tbdjni89tzp08ig7', handle: 'ben', displayName: 'BEN' }] } },
  'GET /users/{user}': {
    answer: {
      id: 'tdwg58uextayfwmf',
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
      contact: { user: 'tbdjni89tzp08ig7', room: '7.3hsdz0j10ioao2', since: 1788264000000, nickname: 'Benno' },
    },
  },
  'POST /contacts/requests': {
    request: { handle: 'ben', note: 'We met at the library.' },
    answer: {
      request: {
        id: 'gqj2ogmkr5ic6me0',
        kind: 'contact',
        direction: 'out',
        user: 'tbdjni89tzp08ig7',
        note: 'We met at the library.',
        at: 1788264000000,
      },
    },
  },
  'POST /contacts/requests/{request}/accept': {
    answer: { contact: { user: 'tdwg58uextayfwmf', room: '7.3hsdz0j10ioao2', since: 1788264000000 } },
  },
  'POST /reports': {
    request: {
      kind: 'message',
      room: '6.0bbgi3haelkz58',
      message: '01m8cpcnc7nsgyqqyceqacd1dn',
      reason: 'spam',
      note: 'The third time today.',
    },
    answer: { report: { id: 'hc0cbmpbj42zwnll', kind: 'message', at: 1788264060000, reason: 'spam', state: 'open' } },
  },
}
