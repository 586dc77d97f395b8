import type { Broker } from './archiver-ports.ts'

/**
 * Where a stream ends, and the first message at or after `fromSeq` that stands before that end; none: only gaps are left.
 * The end is read first, so a message that comes between the two questions lies behind it and is nobody's gap.
 */
export async function loadStreamEnd(
  { manager }: Pick<Broker, 'manager'>,
  stream: string,
  fromSeq: number,
): Promise<{ readonly lastSeq: number; readonly nextSeq: number | undefined }> {
  const lastSeq = (await manager.streams.info(stream)).state.last_seq
  if (lastSeq < fromSeq) return { lastSeq, nextSeq: undefined }
  // The library's type knows `seq` alone; the broker takes both: the first of any subject from there on.
  const query = { seq: fromSeq, next_by_subj: '>' }
  const next = await manager.streams.getMessage(stream, query)
  return { lastSeq, nextSeq: next === null || next.seq > lastSeq ? undefined : next.seq }
}
