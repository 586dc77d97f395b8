// Taken down by `NATTER_RECORD_EXAMPLES=1` from server/every-call.integration.test.ts.
export const adminPeopleExamples = {
  'GET /admin/audit': {
    answer: {
      lines: [
        {
          id: '01m8c5xrymyy8w542mct1xye7d',
          at: 1788264000000,
          by: { user: 'm1ozvd6g09kexnpr' },
          from: '127.0.0.1',
          what: 'token.created',
          detail: { name: 'users:read', scopes: ['users:read'] },
          digest: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
        },
        {
          id: '01m8c5xs0ts3kqbgmcybcasa0n',
          at: 1788264000000,
          by: { user: 'm1ozvd6g09kexnpr' },
          from: '127.0.0.1',
          what: 'token.created',
          detail: { name: 'users:write', scopes: ['users:write'] },
          digest: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
        },
      ],
      users: [{ id: 'm1ozvd6g09kexnpr', handle: 'ada', displayName: 'ADA' }],
      cursor: 'xxxxxxxxxxxxxxxxxxxxxxxxxx',
    },
  },
  'GET /admin/reports': {
    answer: {
      reports: [
        {
          id: 'crctbefv92vv2ees',
          kind: 'message',
          at: 1788264000000,
          reason: 'spam',
          state: 'open',
          by: 'm6ifd19fr0ukmybq',
          room: '2.17l33tuwx5k8ix',
          message: '01m8c5y27j148am93preyw3pb7',
          user: 'pgo4beg467iqmgl5',
        },
      ],
      users: [
        { id: 'm6ifd19fr0ukmybq', handle: 'ana', displayName: 'Ana Weiss' },
        { id: 'pgo4beg467iqmgl5', handle: 'ben', displayName: 'BEN' },
      ],
      rooms: [{ id: '2.17l33tuwx5k8ix', kind: 'group', name: 'Tea' }],
    },
  },
  'GET /admin/reports/{report}': {
    answer: {
      report: {
        id: 'crctbefv92vv2ees',
        kind: 'message',
        at: 1788264000000,
        reason: 'spam',
        state: 'open',
        by: 'm6ifd19fr0ukmybq',
        room: '2.17l33tuwx5k8ix',
        message: '01m8c5y27j148am93preyw3pb7',
        user: 'pgo4beg467iqmgl5',
        note: 'The third time today.',
        evidence: [
          {
            id: '01m8c5y27j148am93preyw3pb7',
            room: '2.17l33tuwx5k8ix',
            seq: 12,
            version: 12,
            author: 'pgo4beg467iqmgl5',
            at: 1788264000000,
            text: 'The kettle is on.',
            format: 'plain',
            mentions: [],
            attachments: [],
            reactions: [],
          },
          {
            id: '01m8c5y27pjacxreb33d99br31',
            room: '2.17l33tuwx5k8ix',
            seq: 13,
            version: 14,
            author: 'pgo4beg467iqmgl5',
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
        { id: 'm6ifd19fr0ukmybq', handle: 'ana', displayName: 'Ana Weiss' },
        { id: 'pgo4beg467iqmgl5', handle: 'ben', displayName: 'BEN' },
      ],
      rooms: [{ id: '2.17l33tuwx5k8ix', kind: 'group', name: 'Tea' }],
    },
  },
  'GET /admin/users': {
    answer: {
      users: [
        {
          id: 'nc3ls6bz1msk18c8',
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
        id: 'nc3ls6bz1msk18c8',
        handle: 'omar',
        displayName: 'Omar Haddad',
        admin: false,
        suspended: false,
        createdAt: 1788264000000,
      },
      counts: { devices: 0, rooms: 0, bots: 0 },
    },
  },
  'PATCH /admin/users/{user}': {
    request: { suspended: true, reason: 'Advertising in every room' },
    answer: {
      user: {
        id: 'nc3ls6bz1msk18c8',
        handle: 'omar',
        displayName: 'Omar Haddad',
        admin: false,
        suspended: true,
        suspendedAt: 1788264000000,
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
        id: 'nc3ls6bz1msk18c8',
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
  'POST /admin/users/{user}/reset-code': { answer: { code: 'xxxxxxxxxxxxxxxxxxxxxx', expiresAt: 1788267600000 } },
}
