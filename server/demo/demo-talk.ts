import type { DemoHandle } from '../../common/demo.ts'

/** One line of a room's talk. `file`: of those in `demo-files.ts`, sent along. */
export type DemoLine = {
  readonly by: DemoHandle
  readonly text: string
  /** By what others call it further down. */
  readonly id?: string
  readonly replyTo?: string
  /** What it hangs on. */
  readonly thread?: string
  readonly reactions?: Readonly<Record<string, readonly DemoHandle[]>>
  /** What it became. */
  readonly edited?: string
  readonly pinned?: true
  readonly removed?: true
  readonly file?: string
}

/** `days`: over so many of the last days its lines are spread, in their order. */
export type DemoRoom = {
  readonly key: string
  readonly name: string
  readonly topic: string
  readonly by: DemoHandle
  readonly members: readonly DemoHandle[]
  readonly visibility?: 'public'
  readonly days: number
  readonly lines: readonly DemoLine[]
  /** So many of the last lines Eva has not read. */
  readonly unread?: number
}

const rebuild: readonly DemoLine[] = [
  {
    by: 'eva',
    text: 'Welcome. Here goes everything about berth 4 to 9. Plans, orders, weather, complaints about coffee.',
    pinned: true,
  },
  { by: 'ben', text: 'Complaint about coffee: there is none.', reactions: { '☕': ['eva', 'mei'], '😂': ['dario'] } },
  { by: 'dario', text: 'Survey is booked for Thursday. Diver comes at seven, low tide is 7:42.' },
  { by: 'jonas', text: 'Ich bringe die Schlüssel für das Tor mit. Wer kommt alles?' },
  { by: 'mei', text: '私も行きます。七時に門の前で。', reactions: { '👍': ['jonas', 'eva'] } },
  { by: 'nikos', text: 'Κι εγώ. Φέρνω καφέ για όλους.', reactions: { '🎉': ['ben', 'eva', 'mei'] } },
  {
    by: 'eva',
    text: 'The list for the survey:\n\n- piles 1 to 16, both faces\n- the old fender chain\n- **depth** at the ladder, twice\n- photos before anybody touches anything',
  },
  {
    by: 'dario',
    id: 'survey',
    text: 'Survey is done. Sixteen piles on the drawing, I count twelve.',
    file: 'survey-notes.txt',
    reactions: { '😬': ['eva', 'ben', 'jonas'] },
  },
  { by: 'eva', text: 'Twelve? Which ones are missing?', replyTo: 'survey', thread: 'survey' },
  {
    by: 'dario',
    text: '5, 6, 11 and 14. They were never there, the drawing is from before the first quay.',
    thread: 'survey',
  },
  {
    by: 'ben',
    text: 'That explains the load tables. I will redo them with twelve.',
    thread: 'survey',
    reactions: { '🙏': ['eva'] },
  },
  { by: 'jonas', text: 'Dann brauchen wir vier neue, 300 mm, neun Meter. Lieferzeit drei Wochen.', thread: 'survey' },
  {
    by: 'mei',
    id: 'dawn',
    text: 'From the pier this morning',
    file: 'harbour-at-dawn.png',
    reactions: { '😍': ['eva', 'ben', 'nikos'], '🌅': ['dario'] },
  },
  {
    by: 'ben',
    text: 'New load table. Nothing above 8 t on berth 7 until March.',
    file: 'loads-berth-7.csv',
    pinned: true,
  },
  {
    by: 'eva',
    text: 'Thank you. I put it up at the gate.',
    edited: 'Thank you. I put it up at the gate, laminated this time.',
  },
  { by: 'nikos', text: '¿Alguien ha visto mi casco? Uno blanco, con una pegatina de una gaviota.' },
  { by: 'jonas', text: 'Hängt im Container, zweiter Haken.', reactions: { '❤️': ['nikos'] } },
  { by: 'dario', text: 'Anybody want an outboard, hardly used, a real bargain, only today, write me!!!', id: 'advert' },
  { by: 'dario', text: 'Wrong room, sorry.', removed: true },
  {
    by: 'eva',
    text: 'How we open the sluice from the terminal:\n\n```js\nconst level = await tide.at(Date.now())\nif (level > 2.4) await sluice.open({ gate: 2, percent: 40 })\n```',
  },
  { by: 'ben', text: 'And if the level is exactly 2.4?', reactions: { '🤓': ['eva'] } },
  {
    by: 'eva',
    text: 'Then the tide has read the specification and is being difficult.',
    reactions: { '😂': ['ben', 'mei', 'jonas', 'nikos'] },
  },
  { by: 'mei', text: 'クレーンは四日の七時に来ます。岸壁を空けておいてください。', id: 'crane' },
  {
    by: 'eva',
    text: 'For those who read slower than Mei writes: crane comes on the 4th at 07:00, keep the quay free.',
    replyTo: 'crane',
    pinned: true,
  },
  { by: 'jonas', text: 'Wind am Vierten: 5 bis 6 aus West. Grenzwertig.', reactions: { '🌬️': ['eva', 'ben'] } },
  { by: 'nikos', text: 'Θα κόψει μέχρι το μεσημέρι, πάντα κόβει.' },
  { by: 'dario', text: 'Crane moved to 11:00, then. They are fine with it.' },
  {
    by: 'ben',
    id: 'piles',
    text: 'The first new pile is in. 9.1 m, straight as a ruler.',
    file: 'berth-seven.png',
    reactions: { '🎉': ['eva', 'mei', 'dario', 'nikos', 'jonas'] },
  },
  { by: 'eva', text: 'Three to go. @ben could you send the driller the new depths?' },
  { by: 'ben', text: 'Sent. He answered with a thumb, which is a novel by his standards.' },
  { by: 'jonas', text: 'Protokoll von heute liegt im Ordner. Bitte bis Freitag lesen.' },
  { by: 'mei', text: 'Read. One question about page 2: is that really the *old* fender?' },
  { by: 'jonas', text: 'Ja. Der neue kommt erst im Dezember.' },
  { by: 'nikos', text: 'El muelle se ve desde mi ventana. Enhorabuena a todos.', reactions: { '💙': ['eva', 'mei'] } },
  { by: 'dario', text: 'Second pile tomorrow at eight. Bring gloves.' },
]

const sailing: readonly DemoLine[] = [
  { by: 'mei', text: 'Saturday, two boats, whoever wants. Back before dark.' },
  { by: 'nikos', text: 'Μέσα!', reactions: { '⛵': ['mei', 'ben'] } },
  { by: 'ben', text: 'In, if somebody lends me a jacket that is not from this century.' },
  { by: 'eva', text: 'I have two. One is waterproof.' },
  { by: 'mei', text: 'The course: out past the second buoy, round the island, lunch in the lee.', pinned: true },
  {
    by: 'nikos',
    text: 'Φωτογραφία από την τελευταία φορά',
    file: 'sail-in-the-evening.png',
    reactions: { '😍': ['eva', 'mei', 'ben'] },
  },
  { by: 'ben', text: 'My face is behind that sail, thankfully.' },
  { by: 'mei', text: 'Forecast is 4, gusting 5. Reef early, eat late.' },
  { by: 'eva', text: 'That was a good day. My hands smell of rope.', reactions: { '🙌': ['mei', 'nikos', 'ben'] } },
  { by: 'ben', text: 'I have muscles I did not know by name.' },
  { by: 'mei', text: 'Next Saturday again? Bring the big thermos.' },
  { by: 'nikos', text: 'Ναι, και κουβέρτες. Κάνει κρύο πια.' },
  { by: 'mei', text: 'And who brings soup?' },
]

const tea: readonly DemoLine[] = [
  { by: 'jonas', text: 'Wer ist dran mit Milch?' },
  { by: 'dario', text: 'Io. Domani, promesso.', reactions: { '🤞': ['jonas', 'eva'] } },
  { by: 'eva', text: 'That promise is from September.' },
  { by: 'dario', text: 'It has matured.', reactions: { '😂': ['eva', 'jonas'] } },
  { by: 'jonas', text: 'Kuchen steht in der Küche. Apfel, ohne Rosinen.', reactions: { '🍰': ['eva', 'dario'] } },
  { by: 'eva', text: 'Gone in four minutes. A record.' },
]

const news: readonly DemoLine[] = [
  {
    by: 'eva',
    text: 'This week: the survey is done, four piles are ordered, and nobody fell in.',
    reactions: { '👏': ['ben', 'mei', 'nikos'] },
  },
  { by: 'eva', text: 'This week: the load table is up at the gate. Read it before you park anything heavy.' },
  { by: 'eva', text: 'This week: the first new pile is in.', reactions: { '🎉': ['ben', 'dario', 'jonas'] } },
]

export const demoRooms: readonly DemoRoom[] = [
  {
    key: 'rebuild',
    name: 'Harbour rebuild',
    topic: 'Berth 4 to 9, opening in March',
    by: 'eva',
    members: ['ben', 'mei', 'dario', 'nikos', 'jonas'],
    days: 30,
    lines: rebuild,
  },
  {
    key: 'sailing',
    name: 'Weekend sailing',
    topic: 'Two boats, sometimes three',
    by: 'mei',
    members: ['eva', 'ben', 'nikos'],
    days: 24,
    lines: sailing,
    unread: 3,
  },
  {
    key: 'tea',
    name: 'Teeküche',
    topic: 'Milch, Kuchen, Gerüchte',
    by: 'jonas',
    members: ['eva', 'dario'],
    days: 18,
    lines: tea,
  },
  {
    key: 'news',
    name: 'Harbour news',
    topic: 'Once a week, from the quay',
    by: 'eva',
    members: ['ben', 'mei', 'dario', 'nikos', 'jonas'],
    visibility: 'public',
    days: 21,
    lines: news,
  },
]

/** Between two people alone; the first one has asked to be the other's contact. */
export const demoPairs: readonly {
  readonly pair: readonly [DemoHandle, DemoHandle]
  readonly unread?: number
  readonly lines: readonly DemoLine[]
}[] = [
  {
    pair: ['eva', 'ben'],
    unread: 2,
    lines: [
      { by: 'ben', text: 'Is the survey on Thursday still on?' },
      { by: 'eva', text: 'Yes. Seven at the gate.' },
      { by: 'ben', text: 'I will be the one who is asleep.', reactions: { '😴': ['eva'] } },
      { by: 'eva', text: 'Could you look at the load table before I order? Page 3.' },
      { by: 'ben', text: 'Looked. The 8 should be an 8, not a B. Otherwise good.' },
      { by: 'ben', text: 'Lunch tomorrow?' },
      { by: 'ben', text: 'There is the new place at the ferry.' },
    ],
  },
  {
    pair: ['eva', 'mei'],
    lines: [
      { by: 'mei', text: '写真、ありがとう。とてもきれい。' },
      { by: 'eva', text: 'The light did all the work.', reactions: { '✨': ['mei'] } },
      { by: 'mei', text: 'Shall I bring the long lens on Saturday?' },
      { by: 'eva', text: 'Please do. And the thermos.' },
    ],
  },
  {
    pair: ['nikos', 'eva'],
    lines: [
      { by: 'nikos', text: 'Βρήκα το κράνος!' },
      { by: 'eva', text: 'On the second hook?' },
      { by: 'nikos', text: 'Στο κεφάλι του Jonas.', reactions: { '😂': ['eva'] } },
    ],
  },
  {
    pair: ['jonas', 'eva'],
    lines: [
      { by: 'jonas', text: 'Hast du kurz Zeit für das Protokoll?' },
      { by: 'eva', text: 'Nach drei, gern.' },
      { by: 'jonas', text: 'Perfekt. Ich bringe Kuchen mit.' },
    ],
  },
  {
    pair: ['ben', 'dario'],
    lines: [
      { by: 'dario', text: 'Can I park the van at berth 7?' },
      { by: 'ben', text: 'How heavy is it?' },
      { by: 'dario', text: 'Spiritually or in tonnes?' },
    ],
  },
]
