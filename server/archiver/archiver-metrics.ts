import { Counter, Gauge, type Registry } from 'prom-client'

export type ArchiverMetrics = {
  readonly archived: Counter<'shard'>
  readonly setAside: Counter<'reason'>
  readonly refused: Counter<'reason'>
  readonly receipts: Counter<'outcome'>
  readonly announced: Counter
  readonly runsEnded: Counter<'cause'>
  readonly lag: Gauge<'shard'>
  readonly leading: Gauge<'shard'>
  readonly fill: Gauge<'shard'>
  readonly bytes: Gauge<'shard'>
  readonly stopped: Gauge<'shard'>
}

/** Registers the archiver's figures. Labels come from closed lists, never from what a client sent. */
export function buildArchiverMetrics(registry: Registry): ArchiverMetrics {
  const registers = [registry]
  return {
    archived: new Counter({
      name: 'natter_archived_events_total',
      help: 'Well-formed events that the archive has taken in',
      labelNames: ['shard'],
      registers,
    }),
    setAside: new Counter({
      name: 'natter_set_aside_events_total',
      help: 'Events that were not in order and were set aside',
      labelNames: ['reason'],
      registers,
    }),
    refused: new Counter({
      name: 'natter_refused_events_total',
      help: 'Well-formed events that their author had no right to',
      labelNames: ['reason'],
      registers,
    }),
    receipts: new Counter({
      name: 'natter_receipts_total',
      help: 'Read receipts taken in or ignored',
      labelNames: ['outcome'],
      registers,
    }),
    announced: new Counter({
      name: 'natter_room_heads_announced_total',
      help: 'Announcements of what the archive has of a room',
      registers,
    }),
    runsEnded: new Counter({
      name: 'natter_archiver_runs_ended_total',
      help: 'Runs of a shard that ended before they were told to',
      labelNames: ['cause'],
      registers,
    }),
    lag: new Gauge({
      name: 'natter_archive_lag_events',
      help: 'Sequences between the end of the stream and the archive, where this process archives the shard',
      labelNames: ['shard'],
      registers,
    }),
    fill: new Gauge({
      name: 'natter_stream_fill_ratio',
      help: 'How full the stream of a shard is, 0 to 1, where this process archives the shard',
      labelNames: ['shard'],
      registers,
    }),
    bytes: new Gauge({
      name: 'natter_stream_bytes',
      help: 'What the stream of a shard holds, where this process archives the shard',
      labelNames: ['shard'],
      registers,
    }),
    leading: new Gauge({
      name: 'natter_archiver_leading',
      help: '1 where this process archives the shard',
      labelNames: ['shard'],
      registers,
    }),
    stopped: new Gauge({
      name: 'natter_archiver_stopped',
      help: '1 where a shard that this process archives does not get past an event',
      labelNames: ['shard'],
      registers,
    }),
  }
}
