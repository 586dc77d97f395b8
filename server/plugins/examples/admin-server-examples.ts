// Taken down by `NATTER_RECORD_EXAMPLES=1` from server/every-call.integration.test.ts.
export const adminServerExamples = {
  'GET /admin/announcements': {
    answer: {
      announcements: [
        {
          id: 'zqaxa7gvvria40j9',
          text: 'The server is away tonight from ten to eleven.',
          at: 1788264000000,
          until: 4102444800000,
        },
      ],
    },
  },
  'GET /admin/erasures': {
    answer: {
      erasures: [
        {
          user: 'w8nd2zjwno5540ng',
          at: 1788264000000,
          messages: 'keep',
          state: 'done',
          finishedAt: 1788264000000,
          gone: [{ what: 'devices', where: 'store', count: 1 }],
          stays: ['id', 'messages-without-a-name'],
        },
        {
          user: 'yjcftz1p6dgtady7',
          at: 1788264000000,
          messages: 'keep',
          state: 'done',
          finishedAt: 1788264000000,
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
          id: 'vdV_aSJc8ECtoJBwIVmTMOEIKbJ0Jfy9j0Ig7xYy6MQ',
          by: 'm1ozvd6g09kexnpr',
          createdAt: 1788264000000,
          expiresAt: 1788350400000,
          uses: 1,
          used: 0,
        },
      ],
      users: [{ id: 'm1ozvd6g09kexnpr', handle: 'ada', displayName: 'ADA' }],
    },
  },
  'GET /admin/rooms': {
    answer: {
      rooms: [
        {
          id: '2.17l33tuwx5k8ix',
          kind: 'group',
          name: 'Tea',
          members: 3,
          owners: ['m6ifd19fr0ukmybq'],
          createdAt: 1788264000000,
          visibility: 'public',
          archived: false,
          memberCap: null,
          retentionDays: null,
        },
      ],
      users: [{ id: 'm6ifd19fr0ukmybq', handle: 'ana', displayName: 'Ana Weiss' }],
    },
  },
  'GET /admin/rooms/{room}': {
    answer: {
      room: {
        id: '2.17l33tuwx5k8ix',
        kind: 'group',
        name: 'Tea',
        members: 3,
        owners: ['m6ifd19fr0ukmybq'],
        createdAt: 1788264000000,
        visibility: 'public',
        archived: false,
        memberCap: null,
        retentionDays: null,
      },
      users: [{ id: 'm6ifd19fr0ukmybq', handle: 'ana', displayName: 'Ana Weiss' }],
      counts: { messages: 3, files: 2, fileBytes: 16086 },
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
      at: 1788264000000,
      people: { total: 7, activeDay: 7, activeWeek: 7, suspended: 0 },
      rooms: { total: 2 },
      messages: {
        total: 3,
        days: [
          { day: '2026-10-28', messages: 0 },
          { day: '2026-10-29', messages: 0 },
        ],
      },
      storage: { archiveBytes: 344064, fileBytes: 16086, streamBytes: 6025 },
      shards: [
        { shard: 0, streamSeq: 1, archivedSeq: 1, behind: 0, streamFill: 9.988434612751007e-8 },
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
          id: 'g44slkyu6600iuug',
          name: 'users:read',
          scopes: ['users:read'],
          by: { user: 'm1ozvd6g09kexnpr' },
          createdAt: 1788264000000,
          lastUsedAt: 1788264000000,
          live: true,
        },
        {
          id: 'qt4nazhu3q2pz5jr',
          name: 'users:write',
          scopes: ['users:write'],
          by: { user: 'm1ozvd6g09kexnpr' },
          createdAt: 1788264000000,
          lastUsedAt: 1788264000000,
          live: true,
        },
      ],
      users: [{ id: 'm1ozvd6g09kexnpr', handle: 'ada', displayName: 'ADA' }],
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
        saved: 5000,
        fileBytes: 104857600,
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
          until: 'their author, an admin of the room or this setting removes them',
        },
        {
          what: 'message-stream',
          where: 'NATS JetStream, in the data folder',
          forMs: 604800000,
          until: 'they are archived and a week old',
        },
      ],
    },
  },
  'PATCH /admin/rooms/{room}': {
    request: { memberCap: 50, retentionDays: 90 },
    answer: {
      room: {
        id: '2.17l33tuwx5k8ix',
        kind: 'group',
        name: 'Tea',
        members: 3,
        owners: ['m6ifd19fr0ukmybq'],
        createdAt: 1788264000000,
        visibility: 'public',
        archived: false,
        memberCap: 50,
        retentionDays: 90,
      },
      users: [{ id: 'm6ifd19fr0ukmybq', handle: 'ana', displayName: 'Ana Weiss' }],
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
        id: 'zqaxa7gvvria40j9',
        text: 'The server is away tonight from ten to eleven.',
        at: 1788264000000,
        until: 4102444800000,
      },
    },
  },
  'POST /admin/invites': {
    request: { expiresInSec: 86400, uses: 1 },
    answer: {
      invite: {
        id: 'vdV_aSJc8ECtoJBwIVmTMOEIKbJ0Jfy9j0Ig7xYy6MQ',
        by: 'm1ozvd6g09kexnpr',
        expiresAt: 1788350400000,
        uses: 1,
        used: 0,
        code: 'xxxxxxxxxxxxxxxxxxxxxx',
        url: 'https://chat.example.org/invite/xxxxxxxxxxxxxxxxxxxxxx',
      },
    },
  },
  'POST /admin/tokens': {
    request: { name: 'Backups', scopes: ['stats', 'audit'], expiresInSec: 2592000 },
    answer: { token: 'nat_aaaaaaaaaaaaaaaa_bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb', id: 'c2kaopegirt68y3y' },
  },
}
