import {
  FileArchive,
  FileAudio,
  FileCode,
  FileImage,
  FileSpreadsheet,
  FileText,
  FileVideo,
  File as PlainFile,
} from 'lucide-react'

/** What it looks like by its type; nothing of it is opened to find out. */
export function iconOf(mediaType: string) {
  if (mediaType.startsWith('image/')) return FileImage
  if (mediaType.startsWith('video/')) return FileVideo
  if (mediaType.startsWith('audio/')) return FileAudio
  if (/sheet|excel|csv/.test(mediaType)) return FileSpreadsheet
  if (/zip|compress|tar|archive|rar/.test(mediaType)) return FileArchive
  if (/json|javascript|xml|html/.test(mediaType)) return FileCode
  return /^text\/|pdf|word|document/.test(mediaType) ? FileText : PlainFile
}
