// Taken down by `NATTER_RECORD_EXAMPLES=1` from server/every-call.integration.test.ts.
export const toolExamples = {
  'GET /bots': {
    answer: {
      bots: [
        {
          id: 'w8nd2zjwno5540ng',
          handle: 'teabot',
          displayName: 'Tea bot',
          bot: true,
          maker: 'm1ozvd6g09kexnpr',
          createdAt: 1788264000000,
          keys: [],
        },
      ],
    },
  },
  'GET /erasures/{receipt}': {
    answer: {
      erasure: {
        user: 'g5y3st51u8cdjq3i',
        at: 1788264000000,
        messages: 'erase',
        state: 'done',
        finishedAt: 1788264000000,
        gone: [
          { what: 'devices', where: 'store', count: 1 },
          { what: 'contacts', where: 'store', count: 1 },
        ],
        stays: ['id', 'evidence-of-reports'],
      },
    },
  },
  'GET /files/{file}/info': {
    answer: {
      id: 'vipuq07twiix4lyw',
      room: '2.17l33tuwx5k8ix',
      name: 'leaf.png',
      mediaType: 'image/png',
      sizeBytes: 94,
      sha256: 'd64d22f36ea1a02007ee0b0425215842d73b6f12c3f8eadd107b12ad2451034f',
      width: 9,
      height: 9,
      thumbhash: 'FQYBBwBOmHYfi5bQdOmiJ1w85PQBTh8A',
    },
  },
  'GET /rooms/{room}/webhooks': {
    answer: {
      webhooks: [
        { id: 'r13mk508kt6c9bds', name: 'Weather', bot: 'yjcftz1p6dgtady7', by: 'm6ifd19fr0ukmybq', at: 1788264000000 },
      ],
    },
  },
  'GET /inbox': { answer: { items: [], users: [], seenTo: 0 } },
  'POST /inbox/dismissed': { request: { upTo: 1692547200000, ids: ['m none'] } },
  'POST /inbox/seen': { request: { upTo: 1692547200000 } },
  'GET /search': {
    answer: {
      hits: [
        {
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
          snippet: [
            { text: 'The ', hit: false },
            { text: 'kettle', hit: true },
          ],
        },
      ],
      complete: true,
    },
  },
  'GET /saved': {
    answer: {
      saved: [
        {
          room: '2.17l33tuwx5k8ix',
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
          at: 1788264000000,
        },
      ],
      total: 1,
    },
  },
  'GET /threads': {
    answer: {
      threads: [
        {
          room: '2.17l33tuwx5k8ix',
          thread: '01m8c5y27j148am93preyw3pb7',
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
          answers: { count: 0, lastAt: 0, by: [] },
          unread: 0,
          readSeq: 13,
          lastSeq: 0,
        },
      ],
    },
  },
  'POST /bots': {
    request: { handle: 'teabot', displayName: 'Tea bot' },
    answer: {
      bot: {
        id: 'w8nd2zjwno5540ng',
        handle: 'teabot',
        displayName: 'Tea bot',
        bot: true,
        maker: 'm1ozvd6g09kexnpr',
        createdAt: 1788264000000,
        keys: [],
      },
    },
  },
  'POST /bots/{bot}/credentials': {
    answer: {
      creds: '-----BEGIN NATS USER JWT-----\n(the file)\n',
      user: 'w8nd2zjwno5540ng',
      publicKey: 'UAYXVMLSEJ2FMRFJB2TDTMWEAMNPKMHK7MXOD2NA43QM2ODEWH6JMKL5',
      expiresAt: 1790856000000,
      servers: ['wss://chat.example.org/nats'],
    },
  },
  'POST /bots/{bot}/credentials/nonce': { answer: { nonce: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' } },
  'POST /bots/{bot}/credentials/renew': {
    request: {
      publicKey: 'UAYXVMLSEJ2FMRFJB2TDTMWEAMNPKMHK7MXOD2NA43QM2ODEWH6JMKL5',
      signature: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    },
    answer: { jwt: '(a JWT)', expiresAt: 1790856000000, servers: ['wss://chat.example.org/nats'] },
  },
  'POST /hooks/{token}': { request: { text: 'Rain from four.' } },
  'POST /previews': {
    request: { room: '2.17l33tuwx5k8ix', url: 'http://tea.example/' },
    answer: { preview: { url: 'http://tea.example/', title: 'Tea' } },
  },
  'POST /rooms/{room}/files/copies': {
    request: { file: 'tcue8lp9ov72aip7', message: '01m8cgxfz0yp2th093601j38jf' },
    answer: {
      id: 'f187d1z6whpbx3id',
      room: '1.o5ynp5fu53at1q',
      name: 'leaf.png',
      mediaType: 'image/png',
      sizeBytes: 94,
      sha256: 'd64d22f36ea1a02007ee0b0425215842d73b6f12c3f8eadd107b12ad2451034f',
      width: 9,
      height: 9,
      thumbhash: 'FQYBBwBOmHYfi5bQdOmiJ1w85PQBTh8A',
    },
  },
  'POST /rooms/{room}/webhooks': {
    request: { name: 'Weather' },
    answer: {
      id: 'r13mk508kt6c9bds',
      name: 'Weather',
      bot: 'yjcftz1p6dgtady7',
      by: 'm6ifd19fr0ukmybq',
      at: 1788264000000,
      url: 'https://chat.example.org/api/v1/hooks/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
    },
  },
  'POST /rooms/{room}/webhooks/{webhook}/rotate': {
    answer: { url: 'https://chat.example.org/api/v1/hooks/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' },
  },
}
