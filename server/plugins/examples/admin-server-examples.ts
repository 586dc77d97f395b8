// Taken down by `NATTER_RECORD_EXAMPLES=1` from server/every-call.integration.test.ts.
export const adminServerExamples = {
  'GET /admin/announcements': {
    answer: {
      announcements: [
        {
          id: '9iw7sgw9d1xrq4s6',
          text: 'The server is away tonight from ten to eleven.',
          at: 1788264060000,
          until: 4102444800000,
        },
      ],
    },
  },
  'GET /admin/erasures': {
    answer: {
      erasures: [
        {
          user: 'stkmg1jtbj7isn0u',
          at: 1788264060000,
          messages: 'keep',
          state: 'done',
          finishedAt: 1788264060000,
          gone: [{ what: 'devices', where: 'store', count: 1 }],
          stays: ['id', 'messages-without-a-name'],
        },
        {
          user: '929tjuu9ps806bw2',
          at: 1788264060000,
          messages: 'keep',
          state: 'done',
          finishedAt: 1788264060000,
          gone: [{ what: 'rooms', where: 'store', count: 1 }],
          stays: ['id', 'messages-without-a-name'],
        },
      ],
    },
  },
  'GET /admin/invites': {
    answer: {
      invites: [
        {
          id: 'hbn4dgex6MLRHjqjMuxLj1UmN9XQc1Hk8gdZdlwcRwY',
          by: 'd3t43bnghv342sn2',
          createdAt: 1788264060000,
          expiresAt: 1788350460000,
          uses: 1,
          used: 0,
        },
      ],
      users: [{ id: 'd3t43bnghv342sn2', handle: 'ada', displayName: 'ADA' }],
    },
  },
  'GET /admin/rooms': {
    answer: {
      rooms: [
        {
          id: '6.0bbgi3haelkz58',
          kind: 'group',
          name: 'Tea',
          members: 3,
          owners: ['tdwg58uextayfwmf'],
          createdAt: 1788264000000,
          visibility: 'public',
          archived: false,
          memberCap: null,
          retentionDays: null,
        },
      ],
      users: [{ id: 'tdwg58uextayfwmf', handle: 'ana', displayName: 'Ana Weiss' }],
    },
  },
  'GET /admin/rooms/{room}': {
    answer: {
      room: {
        id: '6.0bbgi3haelkz58',
        kind: 'group',
        name: 'Tea',
        members: 3,
        owners: ['tdwg58uextayfwmf'],
        createdAt: 1788264000000,
        visibility: 'public',
        archived: false,
        memberCap: null,
        retentionDays: null,
      },
      users: [{ id: 'tdwg58uextayfwmf', handle: 'ana', displayName: 'Ana Weiss' }],
      counts: { messages: 3, files: 3, fileBytes: 16180 },
    },
  },
  'GET /admin/settings': {
    answer: {
      registration: 'open',
      contacts: 'request',
      memberInvites: false,
      memberCap: 100,
      fileBytes: 104857600,
      bots: 'admins',
      retentionDays: null,
      chosen: false,
    },
  },
  'GET /admin/stats': {
    answer: {
      at: 1788264060000,
      people: { total: 7, activeDay: 7, activeWeek: 7, suspended: 0 },
      rooms: { total: 2 },
      messages: {
        total: 3,
        days: [
          { day: '2026-10-28', messages: 0 },
          { day: '2026-10-29', messages: 0 },
        ],
      },
      storage: { archiveBytes: 376832, fileBytes: 16180, streamBytes: 6025 },
      shards: [
        { shard: 0, streamSeq: 0, archivedSeq: 0, behind: 0, streamFill: 0 },
        { shard: 1, streamSeq: 0, archivedSeq: 0, behind: 0, streamFill: 0 },
      ],
      claims: { revocations: 1, most: 8000, bytes: 95 },
      reports: { open: 0 },
    },
  },
  'GET /admin/tokens': {
    answer: {
      tokens: [
        {
          id: 'xsm7ebjwauwnw54u',
          name: 'users:read',
          scopes: ['users:read'],
          by: { user: 'd3t43bnghv342sn2' },
          createdAt: 1788264000000,
          lastUsedAt: 1788264060000,
          live: true,
        },
        {
          id: 'qk8y77ksrbe4p0c1',
          name: 'users:write',
          scopes: ['users:write'],
          by: { user: 'd3t43bnghv342sn2' },
          createdAt: 1788264000000,
          lastUsedAt: 1788264060000,
          live: true,
        },
      ],
      users: [{ id: 'd3t43bnghv342sn2', handle: 'ada', displayName: 'ADA' }],
    },
  },
  'GET /installers': { answer: { installers: [{ name: 'Natter-1.0.0.AppImage', system: 'linux', sizeBytes: 10 }] } },
  'GET /server': {
    answer: {
      name: 'Natter',
      registration: 'open',
      contacts: 'request',
      mail: true,
      bots: 'admins',
      limits: {
        memberCap: 100,
        rooms: 1000,
        textCharacters: 100000,
        avatarBytes: 5242880,
        fileBytes: 104857600,
        saved: 5000,
      },
      version: '0.0.0',
    },
  },
  'GET /server/privacy': {
    answer: {
      retentionDays: null,
      kept: [
        {
          what: 'messages',
          where: 'SQLite, in the data folder',
          until:
            'their author, an admin of the room or this setting removes them; what others passed on is theirs, with copies of the files',
        },
        {
          what: 'versions-of-messages',
          where: 'SQLite, in the data folder',
          until: 'the message is removed; of one message its first words and the newest, 100 at most',
        },
      ],
    },
  },
  'PATCH /admin/rooms/{room}': {
    request: { memberCap: 50, retentionDays: 90 },
    answer: {
      room: {
        id: '6.0bbgi3haelkz58',
        kind: 'group',
        name: 'Tea',
        members: 3,
        owners: ['tdwg58uextayfwmf'],
        createdAt: 1788264000000,
        visibility: 'public',
        archived: false,
        memberCap: 50,
        retentionDays: 90,
      },
      users: [{ id: 'tdwg58uextayfwmf', handle: 'ana', displayName: 'Ana Weiss' }],
    },
  },
  'PATCH /admin/settings': {
    request: { memberCap: 500 },
    answer: {
      registration: 'open',
      contacts: 'request',
      memberInvites: false,
      memberCap: 500,
      fileBytes: 104857600,
      bots: 'admins',
      retentionDays: null,
      chosen: true,
    },
  },
  'POST /admin/announcements': {
    request: { text: 'The server is away tonight from ten to eleven.', until: 4102444800000 },
    answer: {
      announcement: {
        id: '9iw7sgw9d1xrq4s6',
        text: 'The server is away tonight from ten to eleven.',
        at: 1788264060000,
        until: 4102444800000,
      },
    },
  },
  'POST /admin/invites': {
    request: { expiresInSec: 86400, uses: 1 },
    answer: {
      invite: {
        id: 'hbn4dgex6MLRHjqjMuxLj1UmN9XQc1Hk8gdZdlwcRwY',
        by: 'd3t43bnghv342sn2',
        expiresAt: 1788350460000,
        uses: 1,
        used: 0,
        code: 'xxxxxxxxxxxxxxxxxxxxxx',
        url: 'https://chat.example.org/invite/xxxxxxxxxxxxxxxxxxxxxx',
      },
    },
  },
  'POST /admin/tokens': {
    request: { name: 'Backups', scopes: ['stats', 'audit'], expiresInSec: 2592000 },
    answer: { token: 'nat_aaaaaaaaaaaaaaaa_bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb', id: 'yzf45xvk57px0nzc' },
  },
}
