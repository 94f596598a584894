import type { Plugin } from 'vite'
import { checkProject } from '../.ci/check-imports.js'

/** A build that breaks the import directions does not finish. */
export function checkDirections(root: string): Plugin {
  return {
    name: 'migrateiq:check-imports',
    apply: 'build',
    applyToEnvironment: (environment) => environment.name === 'client',
    buildStart() {
      const findings = checkProject(root)
      if (findings.length > 0) this.error(findings.join('\n'))
    },
  }
}
