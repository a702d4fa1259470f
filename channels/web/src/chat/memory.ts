// What the browser remembers. Storage may be forbidden: then it forgets, and all else works.

export interface Memory {
  get(key: string): string | null;
  set(key: string, value: string | null): void;
}

function memory(storage: () => Storage): Memory {
  return {
    get(key) {
      try {
        return storage().getItem(key);
      } catch {
        return null;
      }
    },
    set(key, value) {
      try {
        if (value === null) storage().removeItem(key);
        else storage().setItem(key, value);
      } catch {
        // forbidden or full
      }
    },
  };
}

/** Survives a reload, ends with the tab: the next person at a shared screen starts anew. */
export const tabMemory = memory(() => window.sessionStorage);

/** Survives visits: how a person likes to read. */
export const lastingMemory = memory(() => window.localStorage);
