import type { CommandHandlers, SentFileCommand } from '../../engine-command.ts'
import type { ControlPlaneClient } from '../control-plane/control-plane-client.ts'

type Files = Pick<ControlPlaneClient, 'fileInfo' | 'fileBytes' | 'previewLink' | 'sharedIn' | 'countShared'>

export function buildSentFileHandlers(client: Files): CommandHandlers<SentFileCommand> {
  return {
    'load-sent-file-info': ({ file }) => client.fileInfo(file),
    'load-sent-file': ({ file, preview = false }) => client.fileBytes(file, preview),
    'list-shared': ({ room, has, words = '', cursor }) => client.sharedIn(room, { has, q: words, cursor }),
    'count-shared': ({ room }) => client.countShared(room),
    'preview-link': ({ room, url }) => client.previewLink(room, url),
  }
}
