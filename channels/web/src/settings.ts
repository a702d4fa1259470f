// How a person likes to read: language and size of type, remembered on this device.
import { computed, ref, watchEffect } from "vue";
import type { Locale } from "./chat/api";
import { lastingMemory } from "./chat/memory";
import { isLocale, preferredLocale, words } from "./i18n";

const LOCALE_KEY = "lxz.locale";
const TYPE_KEY = "lxz.type";

const remembered = lastingMemory.get(LOCALE_KEY);

export const locale = ref<Locale>(
  isLocale(remembered) ? remembered : preferredLocale(navigator.languages),
);
export const largerType = ref(lastingMemory.get(TYPE_KEY) === "larger");
export const t = computed(() => words[locale.value]);

export function chooseLocale(choice: Locale): void {
  locale.value = choice;
  lastingMemory.set(LOCALE_KEY, choice);
}

export function toggleLargerType(): void {
  largerType.value = !largerType.value;
  lastingMemory.set(TYPE_KEY, largerType.value ? "larger" : null);
}

/** Keeps <html> in step: its language, its title and its size of type. */
export function applySettings(): void {
  watchEffect(() => {
    const root = document.documentElement;
    root.lang = locale.value;
    root.classList.toggle("larger-type", largerType.value);
    document.title = `${t.value.name} · ${t.value.role}`;
  });
}
