import { listAskedGrams } from '../../../common/search/search-grams.ts'
import type { SearchQuery } from '../search-store.ts'
import { authorWord, gramWord, hasWord, mentionWord, roomWord } from './search-entries.sqlite.ts'
import type { SqliteConnection, SqlRow } from './sqlite-connection.ts'
import { numberOf } from './sqlite-row.ts'

/**
 * Which words of the index lead to what is looked for. All of them would do, but the database goes through the list of
 * each, and those of common runs name every third message: it takes longer than to look at the few that the rare ones name.
 * Whatever is left out here is judged by the entry.
 */
export type Leads = {
  /** For MATCH; undefined: none, and every entry has to be looked at. `byRoom`: the rooms may lead too. */
  readonly choose: (byRoom: boolean) => string | undefined
}

/** Of the same group: characters of one word, which hardly tell more together than the rarest of them does. */
type Lead = { readonly expression: string; readonly group: string }
/** `share`: of all entries. */
type Weighed = Lead & { readonly share: number }

/** So many of a list, the newest, tell how often it names one. */
const probed = 50
/** To go on in a list, and to look at an entry, which lies somewhere else each time: microseconds, about. */
const stepCost = 0.08
const entryCost = 12
/** Several lists as one take more than one. */
const eitherCost = 0.2

export function buildLeads(db: SqliteConnection, query: SearchQuery, top: number): Leads {
  const leads = listLeads(query)
  let known: readonly Weighed[] | undefined
  return {
    choose: (byRoom) => {
      const rooms = { expression: either(query.rooms.map(({ room }) => roomWord(room))), group: 'rooms' }
      if (leads.length === 0) return byRoom ? rooms.expression : undefined
      if (leads.length === 1 && !byRoom) return leads[0]?.expression
      const scale = buildScale(db, top)
      known ??= weigh(leads, scale)
      return pick(byRoom ? [...known, scale(rooms)] : known)
    },
  }
}

function listLeads({ words, filter }: SearchQuery): readonly Lead[] {
  const asked = new Set(listAskedGrams(words))
  const leads: Lead[] = []
  for (const word of words)
    for (const gram of listAskedGrams([word]))
      if (asked.delete(gram)) leads.push({ expression: gramWord(gram), group: word })
  const { has, mentions, from } = filter
  if (has !== undefined) leads.push({ expression: hasWord(has), group: 'has' })
  if (mentions !== undefined) leads.push({ expression: either([mentions, 'room'].map(mentionWord)), group: 'mentions' })
  if (from !== undefined) leads.push({ expression: either(['anobody', ...from.map(authorWord)]), group: 'from' })
  return leads
}

function either(words: readonly string[]): string {
  return `(${words.join(' OR ')})`
}

type Scale = (lead: Lead) => Weighed

function weigh(leads: readonly Lead[], scale: Scale): readonly Weighed[] {
  const weighed: Weighed[] = []
  for (const lead of leads) {
    const one = scale(lead)
    weighed.push(one)
    // So few that nothing has to be known of the others.
    if (one.share === 0) return [one]
  }
  return weighed
}

const newest = `SELECT max(place) AS place FROM search_entries WHERE place < ?`
const ofAll = `SELECT count(*) AS n, min(place) AS lowest FROM
  (SELECT place FROM search_entries WHERE place < ? ORDER BY place DESC LIMIT ${probed})`
const ofNamed = `SELECT count(*) AS n, min(place) AS lowest FROM
  (SELECT rowid AS place FROM search_grams WHERE search_grams MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ${probed})`

/** By how near to the newest entry the last ones lie that it names. Share 0: it names fewer than are asked for. */
function buildScale(db: SqliteConnection, top: number): Scale {
  const { place } = db.get(newest, [top]) ?? {}
  const end = typeof place === 'number' ? place + 1 : 0
  const gapOf = (row: SqlRow = {}) =>
    numberOf(row, 'n') < probed ? Number.POSITIVE_INFINITY : Math.max(1, end - numberOf(row, 'lowest'))
  const gapOfAll = gapOf(db.get(ofAll, [end]))
  return (lead) => {
    const gap = gapOf(db.get(ofNamed, [lead.expression, end]))
    return { ...lead, share: Number.isFinite(gap) ? Math.min(1, gapOfAll / gap) : 0 }
  }
}

/** The rarest first, and others as long as going through their lists takes less than looking at what they rule out. */
function pick(leads: readonly Weighed[]): string {
  const [first, ...rest] = leads.toSorted((one, other) => one.share - other.share)
  const chosen = [first]
  const groups = new Set([first?.group])
  let left = first?.share ?? 1
  for (const lead of rest) {
    const ruledOut = groups.has(lead.group) ? left / 2 : left * (1 - lead.share)
    const isEither = lead.expression.startsWith('(')
    if (ruledOut * entryCost <= lead.share * (isEither ? eitherCost : stepCost)) continue
    chosen.push(lead)
    groups.add(lead.group)
    left -= ruledOut
  }
  return chosen.map((lead) => lead?.expression ?? '').join(' AND ')
}
