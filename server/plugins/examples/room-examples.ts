// Taken down by `NATTER_RECORD_EXAMPLES=1` from server/every-call.integration.test.ts.
export const roomExamples = {
  'GET /invites/{code}': {
    answer: {
      room: { name: 'Tea', topic: 'Leaves, water and time', members: 2, history: 'all' },
      by: { id: 'm6ifd19fr0ukmybq', handle: 'ana', displayName: 'Ana Weiss' },
      expiresAt: 1788350400000,
    },
  },
  'GET /rooms': {
    answer: {
      rooms: [
        {
          id: '0.nulb6gdmcvfrn0',
          kind: 'direct',
          name: '',
          topic: '',
          members: [
            { user: 'm6ifd19fr0ukmybq', role: 'member' },
            { user: 'pgo4beg467iqmgl5', role: 'member' },
          ],
          createdAt: 1788264000000,
          version: 1,
          visibility: 'private',
          history: 'all',
          posting: 'members',
          slowModeSec: 0,
          archived: false,
        },
        {
          id: '2.17l33tuwx5k8ix',
          kind: 'group',
          name: 'Tea',
          topic: 'Leaves and water',
          members: [
            { user: 'm6ifd19fr0ukmybq', role: 'owner' },
            { user: 'pgo4beg467iqmgl5', role: 'member' },
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
        { id: 'm6ifd19fr0ukmybq', handle: 'ana', displayName: 'Ana Weiss' },
        { id: 'pgo4beg467iqmgl5', handle: 'ben', displayName: 'BEN' },
      ],
    },
  },
  'GET /rooms/public': {
    answer: { rooms: [{ id: '2.17l33tuwx5k8ix', name: 'Tea', topic: 'Leaves, water and time', members: 2 }] },
  },
  'GET /rooms/{room}': {
    answer: {
      room: {
        id: '2.17l33tuwx5k8ix',
        kind: 'group',
        name: 'Tea',
        topic: 'Leaves and water',
        members: [
          { user: 'm6ifd19fr0ukmybq', role: 'owner' },
          { user: 'pgo4beg467iqmgl5', role: 'member' },
        ],
        createdAt: 1788264000000,
        version: 1,
        visibility: 'private',
        history: 'all',
        posting: 'members',
        slowModeSec: 0,
        archived: false,
      },
      users: [
        { id: 'm6ifd19fr0ukmybq', handle: 'ana', displayName: 'Ana Weiss' },
        { id: 'pgo4beg467iqmgl5', handle: 'ben', displayName: 'BEN' },
      ],
      counts: { files: 0, links: 0, pins: 0 },
    },
  },
  'GET /rooms/{room}/bans': {
    answer: {
      bans: [
        { user: 'q9wsupczk9p8r1y2', by: 'm6ifd19fr0ukmybq', at: 1788264000000, reason: 'Sold kettles in every thread' },
      ],
      users: [
        { id: 'q9wsupczk9p8r1y2', handle: 'cleo', displayName: 'CLEO' },
        { id: 'm6ifd19fr0ukmybq', handle: 'ana', displayName: 'Ana Weiss' },
      ],
    },
  },
  'GET /rooms/{room}/invites': {
    answer: {
      invites: [
        {
          id: 'SeENylx-xZqFykihGRWMEst1lCtDdbpPl3RV6tNrnxo',
          by: 'm6ifd19fr0ukmybq',
          createdAt: 1788264000000,
          expiresAt: 1788350400000,
          uses: 5,
          used: 0,
        },
      ],
      users: [{ id: 'm6ifd19fr0ukmybq', handle: 'ana', displayName: 'Ana Weiss' }],
    },
  },
  'GET /rooms/{room}/export/size': { answer: { files: 2, bytes: 6834 } },
  'GET /rooms/{room}/messages': {
    answer: {
      messages: [
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
          reactions: {},
        },
        {
          id: '01m8c5y27pjacxreb33d99br31',
          room: '2.17l33tuwx5k8ix',
          seq: 13,
          version: 13,
          author: 'pgo4beg467iqmgl5',
          at: 1788264000000,
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
          at: 1788264000000,
          event: {
            v: 1,
            id: '01m8c5y05mc4ty1k6z93vmm0zp',
            at: 1788264000000,
            kind: 'room.created',
            by: 'm6ifd19fr0ukmybq',
            roomKind: 'group',
            name: 'Tea',
            topic: 'Leaves and water',
            members: [
              { user: 'm6ifd19fr0ukmybq', role: 'owner' },
              { user: 'pgo4beg467iqmgl5', role: 'member' },
            ],
          },
        },
        {
          seq: 2,
          at: 1788264000000,
          event: {
            v: 1,
            id: '01m8c5y0gs6k68ah19hjwpbegx',
            at: 1788264000000,
            kind: 'room.changed',
            by: 'm6ifd19fr0ukmybq',
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
          { user: 'm6ifd19fr0ukmybq', role: 'owner' },
          { user: 'pgo4beg467iqmgl5', role: 'member' },
        ],
      },
      hasMoreBefore: false,
      hasMoreAfter: false,
    },
  },
  'GET /rooms/{room}/messages/{message}': {
    answer: {
      message: {
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
        reactions: {},
      },
    },
  },
  'GET /rooms/{room}/messages/{message}/versions': {
    answer: { versions: [{ seq: 12, at: 1788264000000, text: 'The kettle is on.' }] },
  },
  'GET /rooms/{room}/pins': { answer: { messages: [], hasMoreBefore: false } },
  'GET /rooms/{room}/reach': {
    answer: {
      users: [
        {
          user: 'm6ifd19fr0ukmybq',
          reach: 'room',
          via: 'made',
          by: 'm6ifd19fr0ukmybq',
          at: 1788264000000,
          devices: [],
        },
        {
          user: 'pgo4beg467iqmgl5',
          reach: 'room',
          via: 'made',
          by: 'm6ifd19fr0ukmybq',
          at: 1788264000000,
          devices: [],
        },
      ],
      services: [
        { name: 'archive', why: 'Keeps what is said, so that it can be read later.' },
        { name: 'presence', why: 'Says in the room who is here. It reads no messages.' },
      ],
      people: [
        { id: 'm6ifd19fr0ukmybq', handle: 'ana', displayName: 'Ana Weiss' },
        { id: 'pgo4beg467iqmgl5', handle: 'ben', displayName: 'BEN' },
      ],
    },
  },
  'GET /rooms/{room}/threads/{message}': {
    answer: {
      messages: [],
      notices: [],
      head: 13,
      complete: true,
      archivedTo: 13,
      epoch: 0,
      forkSeq: 0,
      checkpoint: {
        seq: 13,
        members: [
          { user: 'm6ifd19fr0ukmybq', role: 'owner' },
          { user: 'pgo4beg467iqmgl5', role: 'member' },
        ],
      },
      hasMoreBefore: false,
      hasMoreAfter: false,
    },
  },
  'PATCH /rooms/{room}': {
    request: { topic: 'Leaves, water and time', visibility: 'public' },
    answer: {
      room: {
        id: '2.17l33tuwx5k8ix',
        kind: 'group',
        name: 'Tea',
        topic: 'Leaves, water and time',
        members: [
          { user: 'm6ifd19fr0ukmybq', role: 'owner' },
          { user: 'pgo4beg467iqmgl5', role: 'member' },
        ],
        createdAt: 1788264000000,
        version: 2,
        visibility: 'public',
        history: 'all',
        posting: 'members',
        slowModeSec: 0,
        archived: false,
      },
      users: [
        { id: 'm6ifd19fr0ukmybq', handle: 'ana', displayName: 'Ana Weiss' },
        { id: 'pgo4beg467iqmgl5', handle: 'ben', displayName: 'BEN' },
      ],
    },
  },
  'POST /invites/{code}/join': {
    answer: {
      room: {
        id: '2.17l33tuwx5k8ix',
        kind: 'group',
        name: 'Tea',
        topic: 'Leaves, water and time',
        members: [
          { user: 'm6ifd19fr0ukmybq', role: 'owner' },
          { user: 'pgo4beg467iqmgl5', role: 'member' },
        ],
        createdAt: 1788264000000,
        version: 11,
        visibility: 'public',
        history: 'all',
        posting: 'members',
        slowModeSec: 0,
        archived: false,
        avatar: 'MqCNRSTSaWDOCUjo',
      },
      users: [
        { id: 'm6ifd19fr0ukmybq', handle: 'ana', displayName: 'Ana Weiss' },
        { id: 'pgo4beg467iqmgl5', handle: 'ben', displayName: 'BEN' },
      ],
    },
  },
  'POST /rooms': {
    request: { name: 'Tea', members: ['pgo4beg467iqmgl5'], topic: 'Leaves and water' },
    answer: {
      room: {
        id: '2.17l33tuwx5k8ix',
        kind: 'group',
        name: 'Tea',
        topic: 'Leaves and water',
        members: [
          { user: 'm6ifd19fr0ukmybq', role: 'owner' },
          { user: 'pgo4beg467iqmgl5', role: 'member' },
        ],
        createdAt: 1788264000000,
        version: 1,
        visibility: 'private',
        history: 'all',
        posting: 'members',
        slowModeSec: 0,
        archived: false,
      },
      users: [
        { id: 'm6ifd19fr0ukmybq', handle: 'ana', displayName: 'Ana Weiss' },
        { id: 'pgo4beg467iqmgl5', handle: 'ben', displayName: 'BEN' },
      ],
    },
  },
  'POST /rooms/{room}/forwards': {
    request: {
      id: '01m8cgxfz4qsak1mfptwjk1dz7',
      from: { room: '1.o5ynp5fu53at1q', message: '01m8cgxfz0yp2th093601j38jf' },
      text: 'The kettle is on.',
      format: 'plain',
    },
    answer: {
      forwarded: {
        room: '1.o5ynp5fu53at1q',
        message: '01m8cgxfz0yp2th093601j38jf',
        author: 'o94iw9i4if08d99b',
        seal: 'kJexTEaEDyzs2bB5sbwoIBqYmdD74lRz',
      },
    },
  },
  'POST /rooms/{room}/invites': {
    request: { expiresInSec: 86400, uses: 5 },
    answer: {
      invite: {
        id: 'SeENylx-xZqFykihGRWMEst1lCtDdbpPl3RV6tNrnxo',
        by: 'm6ifd19fr0ukmybq',
        expiresAt: 1788350400000,
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
        id: '2.17l33tuwx5k8ix',
        kind: 'group',
        name: 'Tea',
        topic: 'Leaves, water and time',
        members: [
          { user: 'm6ifd19fr0ukmybq', role: 'owner' },
          { user: 'pgo4beg467iqmgl5', role: 'member' },
        ],
        createdAt: 1788264000000,
        version: 3,
        visibility: 'public',
        history: 'all',
        posting: 'members',
        slowModeSec: 0,
        archived: false,
      },
      users: [
        { id: 'm6ifd19fr0ukmybq', handle: 'ana', displayName: 'Ana Weiss' },
        { id: 'pgo4beg467iqmgl5', handle: 'ben', displayName: 'BEN' },
      ],
    },
  },
  'POST /rooms/{room}/owner': { request: { user: 'pgo4beg467iqmgl5' } },
  'PUT /rooms/{room}/avatar': { answer: { avatar: 'MqCNRSTSaWDOCUjo' } },
  'PUT /rooms/{room}/bans/{user}': { request: { reason: 'Sold kettles in every thread' } },
  'PUT /rooms/{room}/members/{user}': { request: { role: 'admin' } },
  'PUT /rooms/{room}/read': { request: { seq: 2 } },
}
