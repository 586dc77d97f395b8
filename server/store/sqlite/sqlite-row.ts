import type { SqlRow } from './sqlite-connection.ts'

/**
 * Columns as values. What we wrote is trusted to be of its brand; a column of another type than the schema says is a bug.
 */
export function textOf<Text extends string = string>(row: SqlRow, column: string): Text {
  const value = row[column]
  if (typeof value !== 'string') throw new Error(`column ${column} holds no text`)
  return value as Text
}

export function numberOf(row: SqlRow, column: string): number {
  const value = row[column]
  if (typeof value !== 'number') throw new Error(`column ${column} holds no number`)
  return value
}

export function jsonOf<T>(row: SqlRow, column: string): T {
  return JSON.parse(textOf(row, column)) as T
}

export function bytesOf(row: SqlRow, column: string): Uint8Array {
  const value = row[column]
  if (!(value instanceof ArrayBuffer)) throw new Error(`column ${column} holds no bytes`)
  return new Uint8Array(value)
}

/** `{ [key]: value }` for a column that holds something, `{}` for NULL: an absent field stays absent. */
export function optional<Key extends string, Value extends string | number>(
  row: SqlRow,
  column: string,
  key: Key,
): { readonly [K in Key]?: Value } {
  const value = row[column]
  return (value === null || value === undefined ? {} : { [key]: value }) as { readonly [K in Key]?: Value }
}
