// How long an offer holds, on this device's clock.
import { computed, onUnmounted, ref, type Ref } from "vue";

const TICK_MS = 5_000;
const MINUTE_MS = 60_000;

/** Whole minutes until a moment (ISO 8601), rounded up; 0 once it has passed; null = no end. */
export function minutesUntil(moment: string | null | undefined, now: number): number | null {
  const end = Date.parse(moment ?? "");
  return Number.isNaN(end) ? null : Math.max(0, Math.ceil((end - now) / MINUTE_MS));
}

/** The same while a component lives, kept up to date. */
export function useMinutesUntil(moment: () => string | null | undefined): Ref<number | null> {
  const now = ref(Date.now());
  const timer = setInterval(() => (now.value = Date.now()), TICK_MS);
  onUnmounted(() => clearInterval(timer));
  return computed(() => minutesUntil(moment(), now.value));
}
