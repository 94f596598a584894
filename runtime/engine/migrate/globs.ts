export { globPattern, tableMatches } from '../../../nodes/kit/table-globs.ts'
