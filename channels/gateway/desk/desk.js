// The desk: lists every two seconds, one conversation, an answer box, the guides. Everything that
// comes from elsewhere is set as text, never as markup.
const EVERY_MS = 2000;
const $ = (id) => document.getElementById(id);
const OUTCOMES = {
  answered: "答了", silent: "指南没写", clarified: "反问过", declined: "没答上", collecting: "正在填表",
  directed: "指过路", failed: "出过错", handed_over: "要人工", reported: "查过办件",
};
const ENDINGS = { given_up: "市民结束了", handed_back: "已交回", ended: "已结束", closed: "已下班" };

let agent = "";
let chosen = null; // id of the hand-over on the page
let last = 0; // id of the last line shown
const read = new Map(); // hand-over to the last line that was looked at
let waitingFirst = null;
let guides = [];

function make(tag, text = "", className = "") {
  const element = document.createElement(tag);
  element.textContent = text;
  if (className) element.className = className;
  return element;
}

async function call(path, body) {
  const options = body === undefined ? {} : {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body),
  };
  const response = await fetch(`/desk/api/${path}`, options);
  if (response.status === 401) location.reload();
  if (response.status === 204) return null;
  const data = await response.json();
  if (!response.ok) throw new Error(data.detail ?? "没有成功，请再试一次。");
  return data;
}

function waited(seconds) {
  return seconds < 60 ? "刚刚" : `${Math.floor(seconds / 60)} 分钟前`;
}

function slipButton(slip, label, onPress) {
  const button = make("button", label, "slip");
  button.type = "button";
  button.dataset.id = slip.id;
  const about = [slip.item && nameOf(slip.item), slip.put_back && "接待断过，请优先", slip.reason];
  button.append(make("small", about.filter(Boolean).join(" · ")));
  button.addEventListener("click", () => onPress(slip));
  const item = make("li");
  item.append(button);
  return item;
}

/** Whether the citizen said something since the conversation was last looked at. */
function isUnread(slip) {
  return slip.state === "claimed" && slip.id !== chosen && slip.heard > (read.get(slip.id) ?? 0);
}

/** Puts a list on the page anew only when it changed, so that the focus stays. */
function fill(list, slips, draw) {
  const key = JSON.stringify(slips.map((one) => [one.id, one.state, one.claimed_by,
    Math.floor(one.waited_s / 60), one.id === chosen, isUnread(one)]));
  if (list.dataset.key === key) return;
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.id : null;
  list.dataset.key = key;
  list.replaceChildren(...slips.map(draw));
  if (focused) list.querySelector(`[data-id="${focused}"]`)?.focus();
}

function show(overview) {
  agent = overview.agent;
  $("agent").textContent = agent;
  $("state").textContent = overview.open ? "工作时间" : "非工作时间";
  $("count").textContent = overview.waiting.length;
  document.title = (overview.waiting.length ? `(${overview.waiting.length}) ` : "") + "人工坐席 · 罗小政";
  waitingFirst = overview.waiting[0] ?? null;
  fill($("waiting"), overview.waiting, (slip) =>
    slipButton(slip, `接待 ${slip.number} 号 · ${waited(slip.waited_s)}`, claim));
  fill($("mine"), overview.mine, (slip) => {
    const state = slip.state === "claimed" ? "" : `（${ENDINGS[slip.ending] ?? "已结束"}）`;
    const item = slipButton(slip, `${slip.number} 号${state}`, (one) => open(one.id));
    if (isUnread(slip)) item.firstChild.classList.add("unread");
    if (slip.id === chosen) item.firstChild.classList.add("chosen");
    return item;
  });
  fill($("callbacks"), overview.callbacks, callBack);
  if (chosen !== null && !overview.mine.some((one) => one.id === chosen)) close("这个对话已经放回队列。");
}

function callBack(slip) {
  const by = slip.claimed_by ? ` · ${slip.claimed_by}在回` : "";
  const item = slipButton(slip, `看号码 · ${waited(slip.waited_s)}${by}`, async () => {
    const opened = await attempt(() => call(`handovers/${slip.id}/number`, {}));
    if (opened) item.append(make("p", opened.number));
  });
  const done = make("button", "已回电");
  done.type = "button";
  done.addEventListener("click", () => attempt(() => call(`handovers/${slip.id}/called`, {})).then(look));
  item.append(done);
  return item;
}

async function attempt(what) {
  $("wrong").textContent = "";
  try {
    return await what();
  } catch (error) {
    $("wrong").textContent = error.message;
    $("state").textContent = error.message;
    return undefined;
  }
}

async function claim(slip) {
  const taken = await attempt(() => call(`handovers/${slip.id}/claim`, {}));
  await look();
  if (taken === null) await open(slip.id);
}

async function open(id) {
  chosen = id;
  last = 0;
  $("lines").replaceChildren();
  $("nobody").hidden = true;
  $("talk").hidden = false;
  await look();
  $("words").focus();
}

function close(why) {
  chosen = null;
  $("talk").hidden = true;
  $("nobody").hidden = false;
  $("nobody").firstElementChild.textContent = why;
}

function showSlots(slip) {
  const state = slip.state === "claimed" ? "接待中" : ENDINGS[slip.ending] ?? "已放回队列";
  const slots = [
    ["状态", state], ["事项", slip.item && nameOf(slip.item)], ["草稿", slip.draft],
    ["上一轮", OUTCOMES[slip.outcome] ?? slip.outcome], ["想说的", slip.reason],
  ];
  $("slots").replaceChildren(...slots.filter(([, value]) => value)
    .map(([name, value]) => make("span", `${name}：${value}`)));
  for (const control of $("answer").elements) control.disabled = slip.state !== "claimed";
}

function showLine(line) {
  const who = { citizen: "市民", bot: "小政", person: line.name ?? "人工" }[line.by];
  const time = new Date(line.at).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" });
  const element = make("div", "", `line ${line.by}`);
  element.append(make("b", `${who} ${time}`), line.text);
  $("lines").append(element);
}

async function follow() {
  if (chosen === null) return;
  const id = chosen;
  const { slip, lines } = await call(`handovers/${id}?after=${last}`);
  if (id !== chosen) return;
  showSlots(slip);
  const fresh = lines.filter((line) => line.id > last);
  fresh.forEach(showLine);
  if (fresh.length === 0) return;
  last = fresh.at(-1).id;
  read.set(id, last);
  $("lines").scrollTop = $("lines").scrollHeight;
}

async function look() {
  try {
    show(await call("overview"));
    await follow();
  } catch {
    $("state").textContent = "连接断了，正在重连…";
  }
}

async function send(then) {
  const text = $("words").value.trim();
  const done = await attempt(() => then(text));
  if (done === undefined) return;
  $("words").value = "";
  await look();
}

$("answer").addEventListener("submit", (event) => {
  event.preventDefault();
  if ($("words").value.trim()) void send((text) => call(`handovers/${chosen}/say`, { text }));
});
$("words").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  $("answer").requestSubmit();
});
for (const button of document.querySelectorAll("[data-ending]")) {
  button.addEventListener("click", () =>
    send((text) => call(`handovers/${chosen}/finish`, { ending: button.dataset.ending, text })));
}
for (const button of $("quick").children) {
  button.addEventListener("click", () => insert(button.textContent));
}
document.addEventListener("keydown", (event) => {
  if (event.altKey && event.code === "KeyN" && waitingFirst) {
    event.preventDefault();
    void claim(waitingFirst);
  }
});

function insert(text) {
  $("words").setRangeText(text, $("words").selectionStart, $("words").selectionEnd, "end");
  $("words").focus();
}

function nameOf(item) {
  return guides.find((guide) => guide.id === item)?.short_name ?? item;
}

function search() {
  const words = $("search").value.trim().toLowerCase();
  const found = words === "" ? [] : guides.filter((guide) =>
    [guide.name, guide.short_name, guide.name_en, guide.summary].some((text) => text.toLowerCase().includes(words)));
  const rank = (guide) => guide.short_name.toLowerCase().indexOf(words) >>> 0; // -1 comes last
  found.sort((one, other) => rank(one) - rank(other));
  $("guides").replaceChildren(...found.slice(0, 8).map((guide) => {
    const item = make("li");
    const button = make("button", guide.short_name);
    button.addEventListener("click", () => void unfold(guide.id));
    item.append(button);
    return item;
  }));
}

async function unfold(id) {
  const guide = await (await fetch(`/api/guides/${encodeURIComponent(id)}`)).json();
  const facts = guide.facts.map((fact) => {
    const source = fact.source ? guide.sources[fact.source] : null;
    const button = make("button", fact.text);
    button.append(make("small", source ? `来源：${source.title}` : "未见出处"));
    button.addEventListener("click", () => insert(fact.text));
    return button;
  });
  const who = make("p", `主管：${guide.who_knows_name} ${guide.who_knows_phone}`, "hint");
  $("guide").replaceChildren(make("h3", guide.name), who, make("p", "点一条，放进回复框", "hint"), ...facts);
}

$("search").addEventListener("input", search);
async function loadGuides() {
  guides = await fetch("/api/guides").then((response) => response.json()).catch(() => []);
  search();
}

setInterval(look, EVERY_MS);
await Promise.all([look(), loadGuides()]);
