/** Marks, in `WordArguments`, a tag of the message: `<b>…</b>`. */
export interface Tag {
  readonly tag: true
}

/** Marks, in `WordArguments`, a value that is shown as it is. */
export interface Text {
  readonly text: true
}
