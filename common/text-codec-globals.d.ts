/** The two globals every runtime of ours has (browser, worker, Node) and the language's own library does not declare. */
declare var TextDecoder: {
  new (
    label: 'utf-8',
    options: { readonly fatal: boolean; readonly ignoreBOM: boolean },
  ): { decode(bytes: Uint8Array): string }
}
declare var TextEncoder: { new (): { encode(text: string): Uint8Array<ArrayBuffer> } }
