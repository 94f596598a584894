export { toMermaid } from './mermaid.ts'
export { relateTables } from './relate.ts'
