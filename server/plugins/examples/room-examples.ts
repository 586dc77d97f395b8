// Taken down by `NATTER_RECORD_EXAMPLES=1` from server/every-call.integration.test.ts.
export const roomExamples = {
  'GET /invites/{code}': {
    answer: {
      room: { name: 'Tea', topic: 'Leaves, water and time', members: 2, history: 'all' },
      by: { id: 'f4mn0i9d5l38v2nc', handle: 'ana', displayName: 'Ana Weiss' },
      expiresAt: 1788350460000,
    },
  },
  'GET /rooms': {
    answer: {
      rooms: [
        {
          id: '0.kxdi9wml000d2a',
          kind: 'group',
          name: 'Tea',
          topic: 'Leaves and water',
          members: [
            { user: 'f4mn0i9d5l38v2nc', role: 'owner' },
            { user: 'd5v53m4tdfb15hl9', role: 'member' },
          ],
          createdAt: 1788264060000,
          version: 1,
          visibility: 'private',
          history: 'all',
          posting: 'members',
          slowModeSec: 0,
          archived: false,
        },
        {
          id: '4.eg0o6z3dzs2jrt',
          kind: 'direct',
          name: '',
          topic: '',
          members: [
            { user: 'd5v53m4tdfb15hl9', role: 'member' },
            { user: 'f4mn0i9d5l38v2nc', role: 'member' },
          ],
          createdAt: 1788264000000,
          version: 1,
          visibility: 'private',
          history: 'all',
          posting: 'members',
          slowModeSec: 0,
          archived: false,
        },
      ],
      users: [
        { id: 'f4mn0i9d5l38v2nc', handle: 'ana', displayName: 'Ana Weiss' },
        { id: 'd5v53m4tdfb15hl9', handle: 'ben', displayName: 'BEN' },
      ],
    },
  },
  'GET /rooms/public': {
    answer: { rooms: [{ id: '0.kxdi9wml000d2a', name: 'Tea', topic: 'Leaves, water and time', members: 2 }] },
  },
  'GET /rooms/{room}': {
    answer: {
      room: {
        id: '0.kxdi9wml000d2a',
        kind: 'group',
        name: 'Tea',
        topic: 'Leaves and water',
        members: [
          { user: 'f4mn0i9d5l38v2nc', role: 'owner' },
          { user: 'd5v53m4tdfb15hl9', role: 'member' },
        ],
        createdAt: 1788264060000,
        version: 1,
        visibility: 'private',
        history: 'all',
        posting: 'members',
        slowModeSec: 0,
        archived: false,
      },
      users: [
        { id: 'f4mn0i9d5l38v2nc', handle: 'ana', displayName: 'Ana Weiss' },
        { id: 'd5v53m4tdfb15hl9', handle: 'ben', displayName: 'BEN' },
      ],
      counts: { files: 0, links: 0, pins: 0 },
    },
  },
  'GET /rooms/{room}/bans': {
    answer: {
      bans: [
        { user: '905y1twagm9nvwd8', by: 'f4mn0i9d5l38v2nc', at: 1788264060000, reason: 'Sold kettles in every thread' },
      ],
      users: [
        { id: '905y1twagm9nvwd8', handle: 'cleo', displayName: 'CLEO' },
        { id: 'f4mn0i9d5l38v2nc', handle: 'ana', displayName: 'Ana Weiss' },
      ],
    },
  },
  'GET /rooms/{room}/invites': {
    answer: {
      invites: [
        {
          id: '6k51obAhyhbvZIQ_t5V1ef-3fMiGpXeScxa_hhhOT2Y',
          by: 'f4mn0i9d5l38v2nc',
          createdAt: 1788264060000,
          expiresAt: 1788350460000,
          uses: 5,
          used: 0,
        },
      ],
      users: [{ id: 'f4mn0i9d5l38v2nc', handle: 'ana', displayName: 'Ana Weiss' }],
    },
  },
  'GET /rooms/{room}/messages': {
    answer: {
      messages: [
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
          reactions: {},
        },
        {
          id: '01m8c3qs30pa4say610m3tp01r',
          room: '0.kxdi9wml000d2a',
          seq: 13,
          version: 13,
          author: 'd5v53m4tdfb15hl9',
          at: 1788264060000,
          text: 'Who wants a cup?',
          format: 'plain',
          mentions: [],
          attachments: [],
          reactions: {},
        },
      ],
      notices: [
        {
          seq: 1,
          at: 1788264060000,
          event: {
            v: 1,
            id: '01m8c3qq9hgd2j57cvveb00szg',
            at: 1788264060000,
            kind: 'room.created',
            by: 'f4mn0i9d5l38v2nc',
            roomKind: 'group',
            name: 'Tea',
            topic: 'Leaves and water',
            members: [
              { user: 'f4mn0i9d5l38v2nc', role: 'owner' },
              { user: 'd5v53m4tdfb15hl9', role: 'member' },
            ],
          },
        },
        {
          seq: 2,
          at: 1788264060000,
          event: {
            v: 1,
            id: '01m8c3qqhfhj6ptse64a1yjysf',
            at: 1788264060000,
            kind: 'room.changed',
            by: 'f4mn0i9d5l38v2nc',
            topic: 'Leaves, water and time',
            visibility: 'public',
          },
        },
      ],
      head: 13,
      complete: true,
      archivedTo: 13,
      epoch: 0,
      forkSeq: 0,
      checkpoint: {
        seq: 13,
        members: [
          { user: 'f4mn0i9d5l38v2nc', role: 'owner' },
          { user: 'd5v53m4tdfb15hl9', role: 'member' },
        ],
      },
      hasMoreBefore: false,
      hasMoreAfter: false,
    },
  },
  'GET /rooms/{room}/reach': {
    answer: {
      users: [
        {
          user: 'f4mn0i9d5l38v2nc',
          reach: 'room',
          via: 'made',
          by: 'f4mn0i9d5l38v2nc',
          at: 1788264060000,
          devices: [],
        },
        {
          user: 'd5v53m4tdfb15hl9',
          reach: 'room',
          via: 'made',
          by: 'f4mn0i9d5l38v2nc',
          at: 1788264060000,
          devices: [],
        },
      ],
      services: [
        { name: 'archive', why: 'Keeps what is said, so that it can be read later.' },
        { name: 'presence', why: 'Says in the room who is here. It reads no messages.' },
      ],
      people: [
        { id: 'f4mn0i9d5l38v2nc', handle: 'ana', displayName: 'Ana Weiss' },
        { id: 'd5v53m4tdfb15hl9', handle: 'ben', displayName: 'BEN' },
      ],
    },
  },
  'PATCH /rooms/{room}': {
    request: { topic: 'Leaves, water and time', visibility: 'public' },
    answer: {
      room: {
        id: '0.kxdi9wml000d2a',
        kind: 'group',
        name: 'Tea',
        topic: 'Leaves, water and time',
        members: [
          { user: 'f4mn0i9d5l38v2nc', role: 'owner' },
          { user: 'd5v53m4tdfb15hl9', role: 'member' },
        ],
        createdAt: 1788264060000,
        version: 2,
        visibility: 'public',
        history: 'all',
        posting: 'members',
        slowModeSec: 0,
        archived: false,
      },
      users: [
        { id: 'f4mn0i9d5l38v2nc', handle: 'ana', displayName: 'Ana Weiss' },
        { id: 'd5v53m4tdfb15hl9', handle: 'ben', displayName: 'BEN' },
      ],
    },
  },
  'POST /invites/{code}/join': {
    answer: {
      room: {
        id: '0.kxdi9wml000d2a',
        kind: 'group',
        name: 'Tea',
        topic: 'Leaves, water and time',
        members: [
          { user: 'f4mn0i9d5l38v2nc', role: 'owner' },
          { user: 'd5v53m4tdfb15hl9', role: 'member' },
        ],
        createdAt: 1788264060000,
        version: 11,
        visibility: 'public',
        history: 'all',
        posting: 'members',
        slowModeSec: 0,
        archived: false,
        avatar: 'MqCNRSTSaWDOCUjo',
      },
      users: [
        { id: 'f4mn0i9d5l38v2nc', handle: 'ana', displayName: 'Ana Weiss' },
        { id: 'd5v53m4tdfb15hl9', handle: 'ben', displayName: 'BEN' },
      ],
    },
  },
  'POST /rooms': {
    request: { name: 'Tea', members: ['d5v53m4tdfb15hl9'], topic: 'Leaves and water' },
    answer: {
      room: {
        id: '0.kxdi9wml000d2a',
        kind: 'group',
        name: 'Tea',
        topic: 'Leaves and water',
        members: [
          { user: 'f4mn0i9d5l38v2nc', role: 'owner' },
          { user: 'd5v53m4tdfb15hl9', role: 'member' },
        ],
        createdAt: 1788264060000,
        version: 1,
        visibility: 'private',
        history: 'all',
        posting: 'members',
        slowModeSec: 0,
        archived: false,
      },
      users: [
        { id: 'f4mn0i9d5l38v2nc', handle: 'ana', displayName: 'Ana Weiss' },
        { id: 'd5v53m4tdfb15hl9', handle: 'ben', displayName: 'BEN' },
      ],
    },
  },
  'POST /rooms/{room}/invites': {
    request: { expiresInSec: 86400, uses: 5 },
    answer: {
      invite: {
        id: '6k51obAhyhbvZIQ_t5V1ef-3fMiGpXeScxa_hhhOT2Y',
        by: 'f4mn0i9d5l38v2nc',
        expiresAt: 1788350460000,
        uses: 5,
        used: 0,
        code: 'xxxxxxxxxxxxxxxxxxxxxx',
        url: 'https://chat.example.org/invite/xxxxxxxxxxxxxxxxxxxxxx',
      },
    },
  },
  'POST /rooms/{room}/join': {
    answer: {
      room: {
        id: '0.kxdi9wml000d2a',
        kind: 'group',
        name: 'Tea',
        topic: 'Leaves, water and time',
        members: [
          { user: 'f4mn0i9d5l38v2nc', role: 'owner' },
          { user: 'd5v53m4tdfb15hl9', role: 'member' },
        ],
        createdAt: 1788264060000,
        version: 3,
        visibility: 'public',
        history: 'all',
        posting: 'members',
        slowModeSec: 0,
        archived: false,
      },
      users: [
        { id: 'f4mn0i9d5l38v2nc', handle: 'ana', displayName: 'Ana Weiss' },
        { id: 'd5v53m4tdfb15hl9', handle: 'ben', displayName: 'BEN' },
      ],
    },
  },
  'POST /rooms/{room}/owner': { request: { user: 'd5v53m4tdfb15hl9' } },
  'PUT /rooms/{room}/avatar': { answer: { avatar: 'MqCNRSTSaWDOCUjo' } },
  'PUT /rooms/{room}/bans/{user}': { request: { reason: 'Sold kettles in every thread' } },
  'PUT /rooms/{room}/members/{user}': { request: { role: 'admin' } },
  'PUT /rooms/{room}/read': { request: { seq: 2 } },
}
