// What does the work is loaded by the commands that need it: help and usage errors answer at once.
export const loadEngine = () => import('../../engine/index.ts')
export const loadConnectors = () => import('../../connectors/registry.ts')
export const loadHost = async () => (await import('../node-red/node-red-host.ts')).nodeRedHost
