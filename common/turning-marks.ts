/**
 * Characters that show nothing and turn the direction of reading: marks, embeddings, overrides and isolates. Words that
 * others chose and that stand among ours (a file's name, a page's title, a notification) are shown without them.
 */
export const turningMarks = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu
