import { Square, SquareCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import { directionOf } from '../../text/text-direction.ts'
import type { Block, TextTree } from '../../text/text-tree.ts'
import { useWords } from '../state/language-choice.ts'
import { CodeBlock } from './CodeBlock.tsx'
import styles from './TextBlocks.module.css'
import { TextInlines } from './TextInlines.tsx'
import type { TextMessage } from './text-message.ts'

type TextBlocksProps = {
  readonly blocks: TextTree
  readonly message: TextMessage
  readonly isTight?: boolean
  readonly tail?: ReactNode
}

/** Paragraphs, lists, quotes, tables and code, one under the other. Each is written in the direction of its own words. */
export function TextBlocks({ blocks, message, isTight, tail }: TextBlocksProps) {
  const last = blocks.at(-1)
  const holdsTail = last?.kind === 'paragraph' || last?.kind === 'heading'
  return (
    <div className={styles.blocks} data-tight={isTight}>
      {blocks.map((block, index) => (
        <BlockView
          // biome-ignore lint/suspicious/noArrayIndexKey: blocks are cut from one text and have no life of their own
          key={index}
          block={block}
          message={message}
          tail={holdsTail && block === last ? tail : undefined}
        />
      ))}
      {!holdsTail && tail}
    </div>
  )
}

type BlockProps<Kind extends Block['kind'] = Block['kind']> = {
  readonly block: Extract<Block, { kind: Kind }>
  readonly message: TextMessage
  readonly tail?: ReactNode
}

function BlockView({ block, message, tail }: BlockProps) {
  switch (block.kind) {
    case 'paragraph':
      return (
        <p dir={directionOf(block.children)}>
          <TextInlines parts={block.children} message={message} />
          {tail}
        </p>
      )
    case 'heading':
      return (
        // Not a heading of the page: whoever jumps from one to the next wants rooms, not somebody's words.
        <p className={styles.heading} dir={directionOf(block.children)}>
          <TextInlines parts={block.children} message={message} />
          {tail}
        </p>
      )
    case 'quote':
      return (
        <blockquote className={styles.quote}>
          <TextBlocks blocks={block.children} message={message} />
        </blockquote>
      )
    case 'list':
      return <ListView block={block} message={message} />
    case 'table':
      return <TableView block={block} message={message} />
    case 'code-block':
      return <CodeBlock text={block.text} language={block.language} />
    default:
      return <hr className={styles.line} />
  }
}

function ListView({ block, message }: BlockProps<'list'>) {
  const say = useWords()
  const items = block.items.map((item, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: items are cut from one text and have no life of their own
    <li key={index} data-task={item.isDone !== undefined}>
      {item.isDone !== undefined && (
        <span
          className={styles.task}
          role="img"
          aria-label={item.isDone ? say('message.task-done') : say('message.task-open')}
        >
          {item.isDone ? <SquareCheck /> : <Square />}
        </span>
      )}
      <TextBlocks blocks={item.children} message={message} isTight={block.isTight} />
    </li>
  ))
  return block.start === undefined ? (
    <ul className={styles.list}>{items}</ul>
  ) : (
    <ol className={styles.list} start={block.start} data-digits={String(block.start + block.items.length - 1).length}>
      {items}
    </ol>
  )
}

function TableView({ block, message }: BlockProps<'table'>) {
  const say = useWords()
  const [head = [], ...rows] = block.rows
  const style = (column: number) => ({ textAlign: block.aligns[column] ?? ('start' as const) })
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways has to be reached by keyboard
    <section className={styles.frame} tabIndex={0} aria-label={say('message.table')}>
      <table>
        <thead>
          <tr>
            {head.map((cell, column) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
              <th key={column} style={style(column)} scope="col" dir={directionOf(cell)}>
                <TextInlines parts={cell} message={message} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, line) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
            <tr key={line}>
              {row.map((cell, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
                <td key={column} style={style(column)} dir={directionOf(cell)}>
                  <TextInlines parts={cell} message={message} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
