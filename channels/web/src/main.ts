import { createApp } from "vue";
import App from "./App.vue";
import { api } from "./chat/api";
import { openEvents } from "./chat/events";
import { newId } from "./chat/ids";
import { conversationIn } from "./chat/linked";
import { tabMemory } from "./chat/memory";
import { createChat } from "./chat/store";
import { applySettings, locale } from "./settings";
import "./styles/base.css";

applySettings();
const chat = createChat({ api, openEvents, newId, memory: tabMemory, locale: () => locale.value });
const linked = conversationIn(location);
if (linked === null) {
  chat.resume();
} else {
  history.replaceState(null, "", location.pathname); // a reload is the tab's own conversation
  chat.open(linked);
}
// Back from signing in by the browser's own button, the page may be whole but its stream cut.
window.addEventListener("pageshow", (event) => event.persisted && chat.resume());
createApp(App, { chat }).mount("#app");
