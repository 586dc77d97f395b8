import type { SqliteConnection } from './sqlite-connection.ts'
import { numberOf } from './sqlite-row.ts'

/**
 * What is taken out of `search_grams` is only struck off there: the numbers of removed words stay in the file until its parts
 * become one. That is done here, a little at a time. The row is there while anything may be left; `is_again`: something was
 * taken out after it was begun, and it has to be done once more.
 */
export const tidySteps: readonly string[] = [
  `CREATE TABLE search_leftovers (
    one INTEGER PRIMARY KEY CHECK (one = 1), is_begun INTEGER NOT NULL, is_again INTEGER NOT NULL
  ) STRICT`,
]

/** Some milliseconds: searches wait for it. */
const pagesAtOnce = 100

/** In the transaction that takes something out. */
export function noteLeftover(db: SqliteConnection): void {
  db.run(
    'INSERT INTO search_leftovers (one, is_begun, is_again) VALUES (1, 0, 0) ON CONFLICT DO UPDATE SET is_again = is_begun',
  )
}

/** One step; whether there is more to do of what was begun. */
export function tidyGrams(db: SqliteConnection): boolean {
  return db.write(() => {
    const row = db.get('SELECT is_begun, is_again FROM search_leftovers')
    if (row === undefined) return false
    if (numberOf(row, 'is_begun') === 0) {
      // A negative number takes all parts, however large they are.
      merge(db, -pagesAtOnce)
      db.run('UPDATE search_leftovers SET is_begun = 1')
      return true
    }
    if (merge(db, pagesAtOnce)) return true
    if (numberOf(row, 'is_again') === 1) db.run('UPDATE search_leftovers SET is_begun = 0, is_again = 0')
    else db.run('DELETE FROM search_leftovers')
    return false
  })
}

/** Whether anything was done. */
function merge(db: SqliteConnection, pages: number): boolean {
  const before = changesOf(db)
  db.run('INSERT INTO search_grams (search_grams, rank) VALUES (?, ?)', ['merge', pages])
  return changesOf(db) - before >= 2
}

function changesOf(db: SqliteConnection): number {
  return numberOf(db.get('SELECT total_changes() AS n') ?? {}, 'n')
}
