import type { FileId } from '../../common/ids.ts'

/** Of the whole name. Systems take 255; what unpacks it puts a way before it. */
const mostBytes = 180

/** What shows a picture or plays: under the ending that says so, whatever its sender calls it. */
const shownEndings: Readonly<Record<string, readonly string[]>> = {
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg'],
  'image/webp': ['webp'],
  'image/gif': ['gif'],
  'video/mp4': ['mp4', 'm4v'],
  'video/webm': ['webm'],
  'video/quicktime': ['mov'],
  'audio/mpeg': ['mp3'],
  'audio/mp4': ['m4a', 'mp4'],
  'audio/ogg': ['ogg', 'oga', 'opus'],
  'audio/webm': ['webm', 'weba'],
  'audio/wav': ['wav'],
  'audio/flac': ['flac'],
  'audio/aac': ['aac'],
}

/** What does something where it is opened: in a browser, or by a click in a folder. They get an ending that only shows them. */
const running = new Set(
  (
    'html htm shtml xhtml xht xml xsl xslt svg svgz mht mhtml hta js jse mjs cjs css swf wasm ' +
    'exe com scr pif bat cmd ps1 psm1 vbs vbe wsf wsh wsc msi msp msc reg lnk url website desktop inf jar jnlp app command ' +
    'sh bash zsh csh fish py rb pl php applescript scpt workflow terminal tool settingcontent-ms library-ms search-ms ' +
    'appref-ms application gadget cpl dll chm hlp iso img vhd vhdx'
  ).split(' '),
)

const runningTypes = /html|script|[+/]xml$/i

/**
 * `clean`: what a name is without ways, signs that nobody sees and places of devices. Its id comes first, so no two are the same on
 * any system.
 */
export function buildFileEntryName(id: FileId, clean: string, mediaType: string): string {
  const name = clean.replace(/[\p{Cc}\p{Cf}\p{Cs}/\\<>:"|?*&#%]/gu, '_').replace(/[. ]+$/, '') || 'file'
  return `files/${shorten(`${id}-${name}`, endingFor(name, mediaType))}`
}

/** What is to be put behind the name; empty: it is right as it is. */
function endingFor(name: string, mediaType: string): string {
  const dot = name.lastIndexOf('.')
  const ending = dot > 0 ? name.slice(dot + 1).toLowerCase() : ''
  const shown = shownEndings[mediaType]
  if (shown !== undefined) return shown.includes(ending) ? '' : `.${shown[0]}`
  if (mediaType === 'application/pdf') return ending === 'pdf' ? '' : '.pdf'
  // A picture by its name alone is none.
  const claims = ending === 'pdf' || Object.values(shownEndings).some((endings) => endings.includes(ending))
  return claims || running.has(ending) || runningTypes.test(mediaType) ? '.txt' : ''
}

function shorten(name: string, added: string): string {
  const dot = name.lastIndexOf('.')
  const own = dot > 0 && name.length - dot <= 12 ? name.slice(dot) : ''
  const end = `${own}${added}`
  const stem = Array.from(own === '' ? name : name.slice(0, dot))
  let bytes = Buffer.byteLength(end)
  const kept: string[] = []
  for (const character of stem) {
    bytes += Buffer.byteLength(character)
    if (bytes > mostBytes) break
    kept.push(character)
  }
  return `${kept.join('').replace(/[. ]+$/, '')}${end}`
}
