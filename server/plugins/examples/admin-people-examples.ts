// Taken down by `NATTER_RECORD_EXAMPLES=1` from server/every-call.integration.test.ts.
export const adminPeopleExamples = {
  'GET /admin/audit': {
    answer: {
      lines: [
        {
          id: '01m8c4007fcja1z21g1aqs2mqz',
          at: 1788264000000,
          by: { user: 'ds9imrfq9kwnl9en' },
          from: '127.0.0.1',
          what: 'token.created',
          detail: { name: 'users:read', scopes: ['users:read'] },
          digest: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
        },
        {
          id: '01m8c400dfbrr67ffj0wk5xx51',
          at: 1788264000000,
          by: { user: 'ds9imrfq9kwnl9en' },
          from: '127.0.0.1',
          what: 'token.created',
          detail: { name: 'users:write', scopes: ['users:write'] },
          digest: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
        },
      ],
      users: [{ id: 'ds9imrfq9kwnl9en', handle: 'ada', displayName: 'ADA' }],
      cursor: 'xxxxxxxxxxxxxxxxxxxxxxxxxx',
    },
  },
  'GET /admin/reports': {
    answer: {
      reports: [
        {
          id: 'cwjvshm148683szh',
          kind: 'message',
          at: 1788264060000,
          reason: 'spam',
          state: 'open',
          by: 'ofqadqjwxtwragjb',
          room: '7.e4gaffbk1mrzdu',
          message: '01m8c40g7cef8wsj3rj8jx405y',
          user: '6411lf8j2soyxe57',
        },
      ],
      users: [
        { id: 'ofqadqjwxtwragjb', handle: 'ana', displayName: 'Ana Weiss' },
        { id: '6411lf8j2soyxe57', handle: 'ben', displayName: 'BEN' },
      ],
      rooms: [{ id: '7.e4gaffbk1mrzdu', kind: 'group', name: 'Tea' }],
    },
  },
  'GET /admin/reports/{report}': {
    answer: {
      report: {
        id: 'cwjvshm148683szh',
        kind: 'message',
        at: 1788264060000,
        reason: 'spam',
        state: 'open',
        by: 'ofqadqjwxtwragjb',
        room: '7.e4gaffbk1mrzdu',
        message: '01m8c40g7cef8wsj3rj8jx405y',
        user: '6411lf8j2soyxe57',
        note: 'The third time today.',
        evidence: [
          {
            id: '01m8c40g7cef8wsj3rj8jx405y',
            room: '7.e4gaffbk1mrzdu',
            seq: 12,
            version: 12,
            author: '6411lf8j2soyxe57',
            at: 1788264000000,
            text: 'The kettle is on.',
            format: 'plain',
            mentions: [],
            attachments: [],
            reactions: [],
          },
          {
            id: '01m8c40g7hx4b8j3vnsyhdhc3c',
            room: '7.e4gaffbk1mrzdu',
            seq: 13,
            version: 14,
            author: '6411lf8j2soyxe57',
            at: 1788264000000,
            text: '',
            format: 'plain',
            mentions: [],
            attachments: [],
            reactions: [],
            removedAt: 1788264000000,
          },
        ],
      },
      users: [
        { id: 'ofqadqjwxtwragjb', handle: 'ana', displayName: 'Ana Weiss' },
        { id: '6411lf8j2soyxe57', handle: 'ben', displayName: 'BEN' },
      ],
      rooms: [{ id: '7.e4gaffbk1mrzdu', kind: 'group', name: 'Tea' }],
    },
  },
  'GET /admin/users': {
    answer: {
      users: [
        {
          id: 'yuy23wsz305h08bj',
          handle: 'omar',
          displayName: 'Omar Haddad',
          admin: false,
          suspended: false,
          createdAt: 1788264000000,
        },
      ],
    },
  },
  'GET /admin/users/{user}': {
    answer: {
      user: {
        id: 'yuy23wsz305h08bj',
        handle: 'omar',
        displayName: 'Omar Haddad',
        admin: false,
        suspended: false,
        createdAt: 1788264000000,
      },
    },
  },
  'PATCH /admin/users/{user}': {
    request: { suspended: true, reason: 'Advertising in every room' },
    answer: {
      user: {
        id: 'yuy23wsz305h08bj',
        handle: 'omar',
        displayName: 'Omar Haddad',
        admin: false,
        suspended: true,
        suspendedAt: 1788264060000,
        reason: 'Advertising in every room',
        createdAt: 1788264000000,
      },
    },
  },
  'POST /admin/reports/{report}/resolve': {
    request: { actions: ['remove-message', 'warn'], note: 'Advertising is removed here.' },
  },
  'POST /admin/users': {
    request: { handle: 'omar', displayName: 'Omar Haddad' },
    answer: {
      user: {
        id: 'yuy23wsz305h08bj',
        handle: 'omar',
        displayName: 'Omar Haddad',
        admin: false,
        suspended: false,
        createdAt: 1788264000000,
      },
      setupCode: 'xxxxxxxxxxxxxxxxxxxxxx',
      expiresAt: 1788267600000,
    },
  },
  'POST /admin/users/{user}/reset-code': { answer: { code: 'xxxxxxxxxxxxxxxxxxxxxx', expiresAt: 1788267660000 } },
}
