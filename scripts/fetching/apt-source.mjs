// Reads the machine's own apt configuration: where it gets Debian from is where we get one newer package from.

const DEFAULT_KEYRINGS = [
  '/usr/share/keyrings/debian-archive-keyring.gpg',
  '/usr/share/keyrings/debian-archive-keyring.pgp',
]

/**
 * The first Debian archive (not its security or a vendor's) that serves `main`, in a list of files
 * `{name, text}`; `signedBy` where the file says so. Undefined where there is none.
 */
export function findDebianSource(files) {
  for (const { name, text } of files) {
    const entries = name.endsWith('.sources') ? parseDeb822(text) : parseOneLine(text)
    for (const { uris, components, signedBy } of entries) {
      const uri = uris.find((each) => /^(https?|file):.*\/debian\/?$/.test(each))
      if (uri && components.includes('main')) return { uri, signedBy }
    }
  }
  return undefined
}

export function parseDeb822(text) {
  return text.split(/\r?\n\s*\r?\n/).flatMap((paragraph) => {
    const fields = new Map()
    let last = ''
    for (const line of paragraph.split(/\r?\n/)) {
      if (line.startsWith('#') || !line.trim()) continue
      const field = /^([A-Za-z-]+):(.*)$/.exec(line)
      if (field) {
        last = field[1].toLowerCase()
        fields.set(last, field[2].trim())
      } else if (last) {
        fields.set(last, `${fields.get(last)} ${line.trim()}`)
      }
    }
    const words = (key) => (fields.get(key) ?? '').split(/\s+/).filter(Boolean)
    if (!words('types').includes('deb') || fields.get('enabled') === 'no') return []
    const signedBy = fields.get('signed-by')
    return [
      {
        uris: words('uris'),
        components: words('components'),
        signedBy: signedBy?.startsWith('/') ? signedBy : undefined,
      },
    ]
  })
}

export function parseOneLine(text) {
  return text.split(/\r?\n/).flatMap((line) => {
    const found = /^\s*deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s+([^#]*)/.exec(line)
    if (!found) return []
    const [, options = '', uri, , components] = found
    const signedBy = /signed-by=(\/\S+)/.exec(options)?.[1]
    return [{ uris: [uri], components: components.trim().split(/\s+/), signedBy }]
  })
}

/**
 * The files of a private apt configuration: everything apt writes lies in `folder`, and the machine's own lists, cache
 * and hooks stay untouched. Debian's unstable suite, because only it has a nats-server that is new enough.
 */
export function buildAptFiles({ folder, source, isRoot, exists }) {
  const keyring = source.signedBy ?? DEFAULT_KEYRINGS.find(exists)
  return {
    sourcesList: `deb ${keyring ? `[signed-by=${keyring}] ` : ''}${source.uri} sid main\n`,
    aptConf: [
      `Dir::State::Lists "${folder}/lists";`,
      `Dir::Cache "${folder}/cache";`,
      `Dir::Etc::SourceList "${folder}/sources.list";`,
      'Dir::Etc::SourceParts "-";',
      'Dir::Etc::Preferences "-";',
      'Dir::Etc::PreferencesParts "-";',
      'Acquire::Languages "none";',
      'Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";',
      'Acquire::Retries "1";',
      'Acquire::http::Timeout "20";',
      'Acquire::https::Timeout "20";',
      ...(isRoot ? ['APT::Sandbox::User "root";'] : []),
      '#clear APT::Update::Pre-Invoke;',
      '#clear APT::Update::Post-Invoke;',
      '#clear APT::Update::Post-Invoke-Success;',
      '',
    ].join('\n'),
  }
}
