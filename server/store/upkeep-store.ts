/** What a store does with its own files. Port; adapters in `sqlite/` and `mongo/`. */
export type UpkeepStore = {
  /**
   * What was removed stands in none of the store's own files any more, its log and its free pages among them, as far as the
   * store can see to that. False: others are at it just now, try again. Takes some tens of milliseconds.
   */
  readonly scrub: () => Promise<boolean>
}
