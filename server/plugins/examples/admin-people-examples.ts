// Taken down by `NATTER_RECORD_EXAMPLES=1` from server/every-call.integration.test.ts.
export const adminPeopleExamples = {
  'GET /admin/audit': {
    answer: {
      lines: [
        {
          id: '01m8c3q094v7r0dgp1ga2sn108',
          at: 1788264000000,
          by: { user: 'k20hshdre5v3c0i0' },
          from: '127.0.0.1',
          what: 'token.created',
          detail: { name: 'users:read', scopes: ['users:read'] },
          digest: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
        },
        {
          id: '01m8c3q0csct3bqxb2f5rpzgmz',
          at: 1788264000000,
          by: { user: 'k20hshdre5v3c0i0' },
          from: '127.0.0.1',
          what: 'token.created',
          detail: { name: 'users:write', scopes: ['users:write'] },
          digest: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
        },
      ],
      cursor: 'xxxxxxxxxxxxxxxxxxxxxxxxxx',
    },
  },
  'GET /admin/reports': {
    answer: {
      reports: [
        {
          id: 'swfcy0vm9op484ms',
          kind: 'message',
          at: 1788264060000,
          reason: 'spam',
          state: 'open',
          by: 'f4mn0i9d5l38v2nc',
          room: '0.kxdi9wml000d2a',
          message: '01m8c3qs2tssgt3maa6raztbm9',
          user: 'd5v53m4tdfb15hl9',
        },
      ],
      users: [
        { id: 'f4mn0i9d5l38v2nc', handle: 'ana', displayName: 'Ana Weiss' },
        { id: 'd5v53m4tdfb15hl9', handle: 'ben', displayName: 'BEN' },
      ],
    },
  },
  'GET /admin/reports/{report}': {
    answer: {
      report: {
        id: 'swfcy0vm9op484ms',
        kind: 'message',
        at: 1788264060000,
        reason: 'spam',
        state: 'open',
        by: 'f4mn0i9d5l38v2nc',
        room: '0.kxdi9wml000d2a',
        message: '01m8c3qs2tssgt3maa6raztbm9',
        user: 'd5v53m4tdfb15hl9',
        note: 'The third time today.',
        evidence: [
          {
            id: '01m8c3qs2tssgt3maa6raztbm9',
            room: '0.kxdi9wml000d2a',
            seq: 12,
            version: 12,
            author: 'd5v53m4tdfb15hl9',
            at: 1788264060000,
            text: 'The kettle is on.',
            format: 'plain',
            mentions: [],
            attachments: [],
            reactions: [],
          },
          {
            id: '01m8c3qs30pa4say610m3tp01r',
            room: '0.kxdi9wml000d2a',
            seq: 13,
            version: 14,
            author: 'd5v53m4tdfb15hl9',
            at: 1788264060000,
            text: '',
            format: 'plain',
            mentions: [],
            attachments: [],
            reactions: [],
            removedAt: 1788264060000,
          },
        ],
      },
      users: [
        { id: 'f4mn0i9d5l38v2nc', handle: 'ana', displayName: 'Ana Weiss' },
        { id: 'd5v53m4tdfb15hl9', handle: 'ben', displayName: 'BEN' },
      ],
    },
  },
  'GET /admin/users': {
    answer: {
      users: [
        {
          id: '5afn29nkxnes3ca4',
          handle: 'omar',
          displayName: 'Omar Haddad',
          admin: false,
          suspended: false,
          createdAt: 1788264060000,
        },
      ],
    },
  },
  'GET /admin/users/{user}': {
    answer: {
      user: {
        id: '5afn29nkxnes3ca4',
        handle: 'omar',
        displayName: 'Omar Haddad',
        admin: false,
        suspended: false,
        createdAt: 1788264060000,
      },
    },
  },
  'PATCH /admin/users/{user}': {
    request: { suspended: true, reason: 'Advertising in every room' },
    answer: {
      user: {
        id: '5afn29nkxnes3ca4',
        handle: 'omar',
        displayName: 'Omar Haddad',
        admin: false,
        suspended: true,
        suspendedAt: 1788264060000,
        reason: 'Advertising in every room',
        createdAt: 1788264060000,
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
        id: '5afn29nkxnes3ca4',
        handle: 'omar',
        displayName: 'Omar Haddad',
        admin: false,
        suspended: false,
        createdAt: 1788264060000,
      },
      setupCode: 'xxxxxxxxxxxxxxxxxxxxxx',
      expiresAt: 1788267660000,
    },
  },
  'POST /admin/users/{user}/reset-code': { answer: { code: 'xxxxxxxxxxxxxxxxxxxxxx', expiresAt: 1788267660000 } },
}
