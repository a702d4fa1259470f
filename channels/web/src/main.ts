import { createApp } from "vue";
import App from "./App.vue";
import { api } from "./chat/api";
import { openEvents } from "./chat/events";
import { newId } from "./chat/ids";
import { tabMemory } from "./chat/memory";
import { createChat } from "./chat/store";
import { applySettings, locale } from "./settings";
import "./styles/base.css";

applySettings();
const chat = createChat({ api, openEvents, newId, memory: tabMemory, locale: () => locale.value });
chat.resume();
// Back from signing in by the browser's own button, the page may be whole but its stream cut.
window.addEventListener("pageshow", (event) => event.persisted && chat.resume());
createApp(App, { chat }).mount("#app");
