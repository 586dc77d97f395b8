import { type ComponentType, lazy, memo, Suspense } from 'react'

type CodeTextProps = { readonly text: string; readonly language: string }

// Grammars weigh more than the rest of the screen: they are loaded with the first block of code, which is read meanwhile.
const ColoredCode = lazy<ComponentType<CodeTextProps>>(() =>
  import('./ColoredCode.tsx').then(
    (module) => ({ default: module.ColoredCode }),
    () => ({ default: PlainCode }),
  ),
)

/** Code as people typed it, coloured as soon as it can be. Text stays text: pieces become React text nodes. */
export const CodeText = memo(function CodeText(props: CodeTextProps) {
  return (
    <Suspense fallback={props.text}>
      <ColoredCode {...props} />
    </Suspense>
  )
})

/** Where the grammars cannot be had. */
function PlainCode({ text }: CodeTextProps) {
  return text
}
