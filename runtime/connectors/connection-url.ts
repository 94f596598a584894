import { didYouMean } from '../../nodes/kit/did-you-mean.ts'
import { MigrateError } from '../error.ts'
import type { Connector, System } from './connector.ts'

/**
 * A connection from a URL.
 * @example parseConnectionUrl('postgres://me:secret@db.example/shop', connectors)
 */
export function readConnectionUrl(
  text: string,
  connectors: Iterable<Connector>,
): { system: System; settings: unknown } {
  const all = [...connectors]
  const scheme = /^([a-z][a-z0-9+.-]*:)/i.exec(text.trim())?.[1]?.toLowerCase() ?? ''
  const connector = all.find((c) => c.schemes.includes(scheme))
  if (!connector) {
    const schemes = all.flatMap((c) => c.schemes)
    const near = scheme ? didYouMean(scheme, schemes) : undefined
    throw invalid(
      scheme ? `No system answers to “${scheme}”.` : 'A connection URL starts with its system.',
      near ? `Did you mean “${near}”?` : `There are: ${schemes.join(', ')}.`,
    )
  }
  let url: URL
  try {
    url = new URL(text.trim())
  } catch {
    // Not the text itself: it may hold a password.
    throw invalid(
      'This is no URL.',
      `Write ${connector.schemes[0]}//user:password@host/database, special characters as %XX.`,
    )
  }
  try {
    return { system: connector.system, settings: connector.parseUrl(url) }
  } catch (error) {
    if (error instanceof MigrateError) throw error
    const issues = error instanceof Error && 'issues' in error ? error.issues : []
    const problems = Array.isArray(issues)
      ? issues.map((i: { path: unknown[]; message: string }) => `${i.path.join('.')}: ${i.message}`)
      : []
    throw invalid(`This is no ${connector.title} connection.`, problems.join(' · '))
  }
}

const invalid = (message: string, hint: string) =>
  new MigrateError('INVALID_CONNECTION', message, { hint })
