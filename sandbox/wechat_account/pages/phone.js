/* The phone: asks for what is new, and sends what is done. */
"use strict";

const query = new URLSearchParams(location.search);
const user = query.get("user") || "小明";
const $ = (id) => document.getElementById(id);
const address = (path, more = {}) => `/phone/${path}?${new URLSearchParams({ user, ...more })}`;
const WAIT_S = 15;
let last = 0;
let follows = false;

function trouble(text) {
  $("trouble").textContent = text;
  $("trouble").hidden = !text;
}

async function act(action) {
  const answer = await fetch(address("act"), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(action),
  }).catch(() => null);
  if (answer === null || !answer.ok) {
    const told = answer === null ? {} : await answer.json().catch(() => ({}));
    trouble(typeof told.message === "string" ? told.message : "没有发出去，请再试一次。");
  } else {
    trouble("");
  }
}

/** Asks for one line in a dialog; null when it is cancelled. */
function ask(question, preset) {
  $("question").textContent = question;
  $("answer").value = preset;
  $("ask").showModal();
  return new Promise((answered) => {
    $("ask").addEventListener(
      "close",
      () => answered($("ask").returnValue === "yes" ? $("answer").value.trim() : null),
      { once: true },
    );
  });
}

async function pick() {
  const said = await ask("纬度,经度,地名", "22.5484,114.1315,罗湖区政务服务中心");
  const [latitude, longitude, ...label] = (said || "").split(/[,，]/);
  const at = { latitude: Number(latitude), longitude: Number(longitude) };
  return said && Number.isFinite(at.longitude) ? { ...at, label: label.join(",") } : null;
}

async function scan(preset = "") {
  const scene = await ask("二维码的场景值或内容", preset);
  if (scene) act({ kind: "scan", scene });
}

async function press(button) {
  $("sheet").hidden = true;
  const text = button.key || button.url || "";
  if (button.type === "view") {
    act({ kind: "view", text });
    window.open(text, "wechat-browser");
  } else if (button.type === "location_select") {
    const place = await pick();
    if (place) act({ kind: "location_select", text, ...place });
  } else if (button.type.startsWith("scancode")) {
    const scene = await ask("扫到了什么", "");
    if (scene) act({ kind: button.type, text, scene });
  } else if (button.type === "click") {
    act({ kind: "click", text });
  } else {
    trouble(`沙盒手机不会 ${button.type} 这种菜单。`);
  }
}

function choose(button) {
  const under = button.sub_button || [];
  if (under.length === 0) {
    press(button);
    return;
  }
  const again = $("sheet").dataset.of === button.name && !$("sheet").hidden;
  $("sheet").dataset.of = button.name;
  $("sheet").hidden = again;
  $("sheet").replaceChildren(...under.map((one) => key(one, press)));
}

function key(button, pressed) {
  const made = make("button", button.name, { type: "button" });
  made.addEventListener("click", () => pressed(button));
  return made;
}

function show(told) {
  document.title = `${told.account} · 沙盒微信`;
  $("account").textContent = told.account;
  follows = told.follows;
  $("who").textContent = `${user}的手机${follows ? "" : "（还没有关注）"}`;
  $("follow").textContent = follows ? "取消关注" : "关注";
  $("follow").className = follows ? "quiet" : "";
  const menu = JSON.stringify(told.menu);
  if ($("menu").dataset.of !== menu) {
    $("menu").dataset.of = menu;
    $("menu").replaceChildren(...(told.menu?.button || []).map((one) => key(one, choose)));
  }
  $("menu").hidden = !follows || !told.menu;
  for (const item of told.items) {
    last = Math.max(last, item.id);
    if (item.side === "typing") {
      $("who").textContent = item.kind === "Typing" ? "对方正在输入…" : `${user}的手机`;
    } else {
      $("chat").append(bubble(item, act));
    }
  }
  if (told.items.length) toEnd();
}

function toEnd() {
  $("chat").scrollTop = $("chat").scrollHeight;
}

async function follow() {
  for (let wait_s = 0; ; wait_s = WAIT_S) {
    try {
      const answer = await fetch(address("chat", { after: last, wait_s }));
      show(await answer.json());
    } catch {
      trouble("沙盒微信没有回答，正在重试。");
      await new Promise((done) => setTimeout(done, 1000));
    }
  }
}

function sendFile(event) {
  const file = event.target.files[0];
  if (!file) return;
  const reader = new FileReader();
  reader.addEventListener("load", () => {
    const content = String(reader.result).split(",")[1] || "";
    act({ kind: event.target.dataset.kind, file_name: file.name, content });
    event.target.value = "";
  });
  reader.readAsDataURL(file);
}

$("follow").addEventListener("click", () => act({ kind: follows ? "unsubscribe" : "subscribe" }));
$("chat").addEventListener("load", toEnd, true); // a picture has its height only now
$("say").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = $("words").value.trim();
  if (text) act({ kind: "text", text });
  $("words").value = "";
});
$("more").addEventListener("click", () => {
  $("tools").hidden = !$("tools").hidden;
  $("more").setAttribute("aria-expanded", String(!$("tools").hidden));
});
$("place").addEventListener("click", async () => {
  const place = await pick();
  if (place) act({ kind: "location", ...place });
});
$("scan").addEventListener("click", () => scan());
for (const input of document.querySelectorAll("#tools input")) {
  input.addEventListener("change", sendFile);
}
if (query.get("scene")) scan(query.get("scene"));
follow();
