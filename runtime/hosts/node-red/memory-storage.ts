/** Node-RED's storage, kept in memory: flows are compiled for each run and never stored. */
export function memoryStorage(): object {
  const kept: Record<'flows' | 'credentials' | 'settings' | 'sessions', unknown> = {
    flows: [],
    credentials: {},
    settings: {},
    sessions: {},
  }
  const get = (key: keyof typeof kept) => async () => kept[key]
  const save = (key: keyof typeof kept) => async (value: unknown) => {
    kept[key] = value
  }
  return {
    init: async () => undefined,
    getFlows: get('flows'),
    saveFlows: save('flows'),
    getCredentials: get('credentials'),
    saveCredentials: save('credentials'),
    getSettings: get('settings'),
    saveSettings: save('settings'),
    getSessions: get('sessions'),
    saveSessions: save('sessions'),
    getLibraryEntry: async () => [],
    saveLibraryEntry: async () => undefined,
  }
}
