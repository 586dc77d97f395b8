// Taken down by `NATTER_RECORD_EXAMPLES=1` from server/every-call.integration.test.ts.
export const adminPeopleExamples = {
  'GET /admin/audit': {
    answer: {
      lines: [
        {
          id: '01m8cpc1a94sqd5ggckavcszp2',
          at: 1788264000000,
          by: { user: 'd3t43bnghv342sn2' },
          from: '127.0.0.1',
          what: 'token.created',
          detail: { name: 'users:read', scopes: ['users:read'] },
          digest: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
        },
        {
          id: '01m8cpc1b51mjq2ndxkb55p462',
          at: 1788264000000,
          by: { user: 'd3t43bnghv342sn2' },
          from: '127.0.0.1',
          what: 'token.created',
          detail: { name: 'users:write', scopes: ['users:write'] },
          digest: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
        },
      ],
      users: [{ id: 'd3t43bnghv342sn2', handle: 'ada', displayName: 'ADA' }],
      cursor: 'xxxxxxxxxxxxxxxxxxxxxxxxxx',
    },
  },
  'GET /admin/reports': {
    answer: {
      reports: [
        {
          id: 'hc0cbmpbj42zwnll',
          kind: 'message',
          at: 1788264060000,
          reason: 'spam',
          state: 'open',
          by: 'tdwg58uextayfwmf',
          room: '6.0bbgi3haelkz58',
          message: '01m8cpcnc7nsgyqqyceqacd1dn',
          user: 'tbdjni89tzp08ig7',
        },
      ],
      users: [
        { id: 'tdwg58uextayfwmf', handle: 'ana', displayName: 'Ana Weiss' },
        { id: 'tbdjni89tzp08ig7', handle: 'ben', displayName: 'BEN' },
      ],
      rooms: [{ id: '6.0bbgi3haelkz58', kind: 'group', name: 'Tea' }],
    },
  },
  'GET /admin/reports/{report}': {
    answer: {
      report: {
        id: 'hc0cbmpbj42zwnll',
        kind: 'message',
        at: 1788264060000,
        reason: 'spam',
        state: 'open',
        by: 'tdwg58uextayfwmf',
        room: '6.0bbgi3haelkz58',
        message: '01m8cpcnc7nsgyqqyceqacd1dn',
        user: 'tbdjni89tzp08ig7',
        note: 'The third time today.',
        evidence: [
          {
            id: '01m8cpcnc7nsgyqqyceqacd1dn',
            room: '6.0bbgi3haelkz58',
            seq: 12,
            version: 12,
            author: 'tbdjni89tzp08ig7',
            at: 1788264000000,
            text: 'The kettle is on.',
            format: 'plain',
            mentions: [],
            attachments: [],
            reactions: [],
          },
          {
            id: '01m8cpcncdvna36aw8aye9dj0c',
            room: '6.0bbgi3haelkz58',
            seq: 13,
            version: 14,
            author: 'tbdjni89tzp08ig7',
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
        { id: 'tdwg58uextayfwmf', handle: 'ana', displayName: 'Ana Weiss' },
        { id: 'tbdjni89tzp08ig7', handle: 'ben', displayName: 'BEN' },
      ],
      rooms: [{ id: '6.0bbgi3haelkz58', kind: 'group', name: 'Tea' }],
    },
  },
  'GET /admin/users': {
    answer: {
      users: [
        {
          id: '84mr57cw0jbp9ry8',
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
        id: '84mr57cw0jbp9ry8',
        handle: 'omar',
        displayName: 'Omar Haddad',
        admin: false,
        suspended: false,
        createdAt: 1788264060000,
      },
      counts: { devices: 0, rooms: 0, bots: 0 },
    },
  },
  'PATCH /admin/users/{user}': {
    request: { suspended: true, reason: 'Advertising in every room' },
    answer: {
      user: {
        id: '84mr57cw0jbp9ry8',
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
        id: '84mr57cw0jbp9ry8',
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
