// Taken down by `NATTER_RECORD_EXAMPLES=1` from server/every-call.integration.test.ts.
export const toolExamples = {
  'GET /bots': {
    answer: {
      bots: [
        {
          id: 'stkmg1jtbj7isn0u',
          handle: 'teabot',
          displayName: 'Tea bot',
          bot: true,
          maker: 'd3t43bnghv342sn2',
          createdAt: 1788264060000,
          keys: [],
        },
      ],
    },
  },
  'GET /erasures/{receipt}': {
    answer: {
      erasure: {
        user: 'gp7ptohlfav037ws',
        at: 1788264060000,
        messages: 'erase',
        state: 'done',
        finishedAt: 1788264060000,
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
      id: 'yqailf8niirqqxdp',
      room: '6.0bbgi3haelkz58',
      name: 'leaf.png',
      mediaType: 'image/png',
      sizeBytes: 94,
      sha256: 'd64d22f36ea1a02007ee0b0425215842d73b6f12c3f8eadd107b12ad2451034f',
      width: 9,
      height: 9,
      thumbhash: 'FQYBBwBOmHYfi5bQdOmiJ1w85PQBTh8A',
    },
  },
  'GET /inbox': { answer: { items: [], users: [], seenTo: 0 } },
  'GET /rooms/{room}/webhooks': {
    answer: {
      webhooks: [
        { id: 's985f5tl248x43oc', name: 'Weather', bot: '929tjuu9ps806bw2', by: 'tdwg58uextayfwmf', at: 1788264060000 },
      ],
    },
  },
  'GET /saved': {
    answer: {
      saved: [
        {
          room: '6.0bbgi3haelkz58',
          message: {
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
            reactions: {},
          },
          at: 1788264000000,
        },
      ],
      total: 1,
    },
  },
  'GET /search': {
    answer: {
      hits: [
        {
          message: {
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
  'GET /threads': {
    answer: {
      threads: [
        {
          room: '6.0bbgi3haelkz58',
          thread: '01m8cpcnc7nsgyqqyceqacd1dn',
          message: {
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
            reactions: {},
          },
          answers: { count: 0, lastAt: 0, by: [] },
          unread: 0,
          forYou: [],
          alsoInRoom: [],
          readSeq: 13,
          lastSeq: 0,
        },
      ],
      complete: true,
    },
  },
  'POST /bots': {
    request: { handle: 'teabot', displayName: 'Tea bot' },
    answer: {
      bot: {
        id: 'stkmg1jtbj7isn0u',
        handle: 'teabot',
        displayName: 'Tea bot',
        bot: true,
        maker: 'd3t43bnghv342sn2',
        createdAt: 1788264060000,
        keys: [],
      },
    },
  },
  'POST /bots/{bot}/credentials': {
    answer: {
      creds: '-----BEGIN NATS USER JWT-----\n(the file)\n',
      user: 'stkmg1jtbj7isn0u',
      publicKey: 'UD72YGQWQEADEGVVM6B5HFEW4FPB7INP3UK5HVB37FNVY32LIYAZSXV2',
      expiresAt: 1790856060000,
      servers: ['wss://chat.example.org/nats'],
    },
  },
  'POST /bots/{bot}/credentials/nonce': { answer: { nonce: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' } },
  'POST /bots/{bot}/credentials/renew': {
    request: {
      publicKey: 'UD72YGQWQEADEGVVM6B5HFEW4FPB7INP3UK5HVB37FNVY32LIYAZSXV2',
      signature: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    },
    answer: { jwt: '(a JWT)', expiresAt: 1790856060000, servers: ['wss://chat.example.org/nats'] },
  },
  'POST /hooks/{token}': { request: { text: 'Rain from four.' } },
  'POST /inbox/dismissed': { request: { upTo: 1692541560000, ids: ['m none'] } },
  'POST /inbox/seen': { request: { upTo: 1692541560000 } },
  'POST /previews': {
    request: { room: '6.0bbgi3haelkz58', url: 'http://tea.example/' },
    answer: { preview: { url: 'http://tea.example/', title: 'Tea' } },
  },
  'POST /rooms/{room}/files/copies': {
    request: { file: 'yqailf8niirqqxdp', message: '01m8cpcnc7nsgyqqyceqacd1dn' },
    answer: {
      id: 'wffx8vipvax7decv',
      room: '6.0bbgi3haelkz58',
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
      id: 's985f5tl248x43oc',
      name: 'Weather',
      bot: '929tjuu9ps806bw2',
      by: 'tdwg58uextayfwmf',
      at: 1788264060000,
      url: 'https://chat.example.org/api/v1/hooks/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
    },
  },
  'POST /rooms/{room}/webhooks/{webhook}/rotate': {
    answer: { url: 'https://chat.example.org/api/v1/hooks/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' },
  },
}
